import { and, count, eq, inArray, notInArray, or, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings, courseRemovals } from '#drizzle/schema/courses.ts'
import { imports } from '#drizzle/schema/imports.ts'
import type { ImportListQuery } from '#shared/admin.ts'
import type { Page } from '#shared/page.ts'
import { contains } from '../repositories/contains.ts'
import { listImports, type ImportRow } from '../repositories/imports.ts'
import { orderBy } from '../repositories/order-by.ts'

type Filter = Pick<ImportListQuery, 'q' | 'course' | 'state'>
type Wish = Filter & Pick<ImportListQuery, 'sort'>

const orders = {
  // Ids go up with time, and the rows lie in their order.
  createdAt: imports.id,
  // All that is in the index, in its order.
  fileName: [imports.fileName, imports.courseId, imports.state],
  course: courseOfferings.code,
  sizeBytes: imports.sizeBytes,
}

/**
 * Imports in their order. Which ones is found without touching the rows themselves, whose receipts are long:
 * along the primary key, or in an index of states, courses, sizes or file names.
 */
export async function importList(
  db: Db,
  { sort, ...filter }: Wish,
  { limit, offset }: Page,
): Promise<(ImportRow | undefined)[]> {
  const found = db.select({ id: imports.id }).from(imports)
  const joined = sort.endsWith('course')
    ? found.innerJoin(courseOfferings, eq(courseOfferings.id, imports.courseId))
    : found
  const rows = await joined
    .where(await fits(db, filter))
    .orderBy(...orderBy(sort, orders, imports.id))
    .limit(limit)
    .offset(offset)
  const ids = rows.map(({ id }) => id)
  const all = ids.length > 0 ? await listImports(db, { ids }) : []
  const byId = new Map(all.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id))
}

export async function countImports(db: Db, filter: Filter): Promise<number> {
  const [row] = await db
    .select({ imports: count() })
    .from(imports)
    .where(await fits(db, filter))
  return row?.imports ?? 0
}

async function fits(db: Db, { q, course, state }: Filter): Promise<SQL | undefined> {
  const courses = db.select({ id: courseOfferings.id }).from(courseOfferings)
  const removed = await removedCourses(db)
  return and(
    removed.length > 0 ? notInArray(imports.courseId, removed) : undefined,
    course === undefined ? undefined : eq(imports.courseId, course),
    state && eq(imports.state, state),
    q
      ? or(
          contains(imports.fileName, q),
          inArray(imports.courseId, courses.where(contains(courseOfferings.code, q))),
        )
      : undefined,
  )
}

/**
 * Courses that are gone, but whose imports a worker has not deleted yet. Their numbers instead of a join with
 * the courses there are: that would look at every import, to show fifty.
 */
async function removedCourses(db: Db): Promise<number[]> {
  const rows = await db.select({ courseId: courseRemovals.courseId }).from(courseRemovals)
  return rows.map(({ courseId }) => courseId)
}
