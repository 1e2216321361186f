import { and, count, eq, exists, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings, courseOwners } from '#drizzle/schema/courses.ts'
import type { AdminCourseListQuery } from '#shared/admin.ts'
import type { Page } from '#shared/page.ts'
import { contains } from '../repositories/contains.ts'
import { orderBy } from '../repositories/order-by.ts'

type Filter = Pick<AdminCourseListQuery, 'q' | 'lmsServer' | 'owner'>
type Wish = Filter & Pick<AdminCourseListQuery, 'sort'>

const { id, code, title, offering, lmsServerId } = courseOfferings
const orders = {
  startDate: courseOfferings.startDate,
  code,
  title: sql`${title} COLLATE utf8mb4_general_ci`,
  lastActivityAt: courseOfferings.lastActivityAt,
}

/** Ids of courses in their order; a walk over the table of courses, and no further. */
export async function courseList(db: Db, { sort, ...filter }: Wish, { limit, offset }: Page) {
  const rows = await db
    .select({ id })
    .from(courseOfferings)
    .where(fits(db, filter))
    .orderBy(...orderBy(sort, orders, id))
    .limit(limit)
    .offset(offset)
  return rows.map((row) => row.id)
}

export async function countCourses(db: Db, filter: Filter): Promise<number> {
  const [row] = await db.select({ courses: count() }).from(courseOfferings).where(fits(db, filter))
  return row?.courses ?? 0
}

function fits(db: Db, { q, lmsServer, owner }: Filter): SQL | undefined {
  const ownership = db
    .select({ one: sql`1` })
    .from(courseOwners)
    .where(and(eq(courseOwners.courseId, id), eq(courseOwners.userId, owner ?? 0)))
  return and(
    q ? or(...[code, title, offering].map((column) => contains(column, q))) : undefined,
    lmsServer === undefined
      ? undefined
      : lmsServer === 0
        ? isNull(lmsServerId)
        : eq(lmsServerId, lmsServer),
    owner === undefined ? undefined : exists(ownership),
  )
}
