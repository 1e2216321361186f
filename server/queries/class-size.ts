import { and, count, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { lmsUsers } from '#drizzle/schema/facts.ts'

/** Students who count. Walks the people of the course. */
export async function classSize(db: Db, courseId: number): Promise<number> {
  const [row] = await db
    .select({ people: count() })
    .from(lmsUsers)
    .where(
      and(
        eq(lmsUsers.courseId, courseId),
        eq(lmsUsers.isStudent, true),
        eq(lmsUsers.leftOut, false),
      ),
    )
  return row?.people ?? 0
}
