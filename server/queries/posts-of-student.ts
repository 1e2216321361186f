import { and, count, eq, gte, lt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { posts } from '#drizzle/schema/facts.ts'
import type { InstantSpan } from '../shaping/days.ts'

/** How often one student posted where, between two instants. Walks that student's part of the primary key. */
export async function postsOfStudent(
  db: Db,
  { courseId, userNo }: { courseId: number; userNo: number },
  { from, until }: InstantSpan,
) {
  return db
    .select({ resourceNo: posts.resourceNo, posts: count() })
    .from(posts)
    .where(
      and(
        eq(posts.courseId, courseId),
        eq(posts.userNo, userNo),
        gte(posts.at, from),
        lt(posts.at, until),
      ),
    )
    .groupBy(posts.resourceNo)
}
