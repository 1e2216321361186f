import { asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { users } from '#drizzle/schema/accounts.ts'
import { courseOwners } from '#drizzle/schema/courses.ts'
import type { CourseOwner } from '#shared/admin.ts'

/** The owners of each course, by name. By the primary keys. */
export async function ownersOf(db: Db, courseIds: number[]): Promise<Map<number, CourseOwner[]>> {
  if (courseIds.length === 0) return new Map()
  const { id, name, email } = users
  const rows = await db
    .select({ courseId: courseOwners.courseId, id, name, email })
    .from(courseOwners)
    .innerJoin(users, eq(users.id, courseOwners.userId))
    .where(inArray(courseOwners.courseId, courseIds))
    .orderBy(asc(name), asc(id))
  const owners = Map.groupBy(rows, ({ courseId }) => courseId)
  return new Map(
    [...owners].map(([courseId, of]) => [courseId, of.map(({ courseId: _, ...owner }) => owner)]),
  )
}

export async function replaceOwners(db: Db, courseId: number, userIds: number[]): Promise<void> {
  await db.delete(courseOwners).where(eq(courseOwners.courseId, courseId))
  const owners = [...new Set(userIds)].map((userId) => ({ courseId, userId }))
  if (owners.length > 0) await db.insert(courseOwners).values(owners)
}
