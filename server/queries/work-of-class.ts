import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { attempts, posts, resources } from '#drizzle/schema/facts.ts'
import { studentResources } from '#drizzle/schema/figures.ts'
import type { InstantSpan } from '../shaping/days.ts'

/** What each student did with each communication and assessment, in the whole course. Walks what students did. */
export async function workOfClass(db: Db, courseId: number) {
  return db
    .select({
      userNo: studentResources.userNo,
      resourceNo: studentResources.resourceNo,
      visits: studentResources.visits,
      visitDays: studentResources.visitDays,
      posts: studentResources.posts,
      attempts: studentResources.attempts,
      grade: studentResources.newestGraded,
    })
    .from(studentResources)
    .innerJoin(
      resources,
      and(
        eq(resources.courseId, studentResources.courseId),
        eq(resources.resourceNo, studentResources.resourceNo),
      ),
    )
    .where(
      and(
        eq(studentResources.courseId, courseId),
        inArray(resources.category, ['communication', 'assessment']),
      ),
    )
}

/** Whose post, and where, between two instants. Walks the course's posts, which are few beside its visits. */
export async function postsOfClass(db: Db, courseId: number, { from, until }: InstantSpan) {
  return db
    .select({ userNo: posts.userNo, resourceNo: posts.resourceNo })
    .from(posts)
    .where(and(eq(posts.courseId, courseId), gte(posts.at, from), lt(posts.at, until)))
}

/** Whose attempt, where, and its grade, the oldest first. Walks the course's attempts. */
export async function attemptsOfClass(db: Db, courseId: number, { from, until }: InstantSpan) {
  return db
    .select({ userNo: attempts.userNo, resourceNo: attempts.resourceNo, grade: attempts.grade })
    .from(attempts)
    .where(and(eq(attempts.courseId, courseId), gte(attempts.at, from), lt(attempts.at, until)))
    .orderBy(asc(attempts.at))
}
