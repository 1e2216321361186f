import { asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOwners } from '#drizzle/schema/courses.ts'

/** Ids of the owners of each course. By the primary key. */
export async function ownersOf(db: Db, courseIds: number[]): Promise<Map<number, number[]>> {
  if (courseIds.length === 0) return new Map()
  const rows = await db
    .select({ courseId: courseOwners.courseId, userId: courseOwners.userId })
    .from(courseOwners)
    .where(inArray(courseOwners.courseId, courseIds))
    .orderBy(asc(courseOwners.courseId), asc(courseOwners.userId))
  const owners = Map.groupBy(rows, ({ courseId }) => courseId)
  return new Map([...owners].map(([courseId, of]) => [courseId, of.map(({ userId }) => userId)]))
}

export async function replaceOwners(db: Db, courseId: number, userIds: number[]): Promise<void> {
  await db.delete(courseOwners).where(eq(courseOwners.courseId, courseId))
  const owners = [...new Set(userIds)].map((userId) => ({ courseId, userId }))
  if (owners.length > 0) await db.insert(courseOwners).values(owners)
}
