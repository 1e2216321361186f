import { and, asc, eq, gte, lt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { attempts } from '#drizzle/schema/facts.ts'
import type { InstantSpan } from '../shaping/days.ts'

/** One student's attempts between two instants, the oldest first. Walks that student's part of the primary key. */
export async function attemptsOfStudent(
  db: Db,
  { courseId, userNo }: { courseId: number; userNo: number },
  { from, until }: InstantSpan,
) {
  return db
    .select({ resourceNo: attempts.resourceNo, grade: attempts.grade })
    .from(attempts)
    .where(
      and(
        eq(attempts.courseId, courseId),
        eq(attempts.userNo, userNo),
        gte(attempts.at, from),
        lt(attempts.at, until),
      ),
    )
    .orderBy(asc(attempts.at))
}
