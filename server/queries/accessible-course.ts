import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings, courseOwners } from '#drizzle/schema/courses.ts'
import type { User } from '#shared/session.ts'

export type AccessibleCourse = NonNullable<Awaited<ReturnType<typeof accessibleCourse>>>

/** The course if it exists and the person owns it or is an administrator. By the primary keys. */
export async function accessibleCourse(db: Db, courseId: number, user: User) {
  const isOwner = isNotNull(courseOwners.userId)
  const [course] = await db
    .select({
      id: courseOfferings.id,
      code: courseOfferings.code,
      startDate: courseOfferings.startDate,
      weeks: courseOfferings.weeks,
      timeZone: courseOfferings.timeZone,
      lastActivityAt: courseOfferings.lastActivityAt,
      figuresVersion: courseOfferings.figuresVersion,
      isOwner: sql<boolean>`${isOwner}`.mapWith(Boolean),
    })
    .from(courseOfferings)
    .leftJoin(
      courseOwners,
      and(eq(courseOwners.courseId, courseOfferings.id), eq(courseOwners.userId, user.id)),
    )
    .where(and(eq(courseOfferings.id, courseId), user.isAdmin ? undefined : isOwner))
  return course
}
