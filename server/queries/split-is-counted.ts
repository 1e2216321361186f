import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { splitTimes } from '#drizzle/schema/figures.ts'
import type { SplitTime } from '#shared/week-split.ts'

/** Whether the figures know what lies before that time of the week. By the primary key. */
export async function splitIsCounted(
  db: Db,
  courseId: number,
  { weekday, time }: SplitTime,
): Promise<boolean> {
  const rows = await db
    .select({ time: splitTimes.time })
    .from(splitTimes)
    .where(
      and(
        eq(splitTimes.courseId, courseId),
        eq(splitTimes.weekday, weekday),
        eq(splitTimes.time, time),
      ),
    )
  return rows.length > 0
}
