import { and, count, eq, or, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings, lmsServers } from '#drizzle/schema/courses.ts'
import type { LmsServerListQuery } from '#shared/admin.ts'
import type { Page } from '#shared/page.ts'
import { contains } from '../repositories/contains.ts'
import { orderBy } from '../repositories/order-by.ts'

type Filter = Pick<LmsServerListQuery, 'q'> & { id?: number }
type Wish = Filter & Pick<LmsServerListQuery, 'sort'>

const orders = {
  name: lmsServers.name,
  courses: count(courseOfferings.id),
  createdAt: lmsServers.createdAt,
}

/** LMS servers with their number of courses, by the unique key of servers and codes. */
export async function serverList(db: Db, { sort, ...filter }: Wish, { limit, offset }: Page) {
  const { id, name, description, createdAt } = lmsServers
  return db
    .select({ id, name, description, courses: count(courseOfferings.id), createdAt })
    .from(lmsServers)
    .leftJoin(courseOfferings, eq(courseOfferings.lmsServerId, id))
    .where(fits(filter))
    .groupBy(id, name, description, createdAt)
    .orderBy(...orderBy(sort, orders, id))
    .limit(limit)
    .offset(offset)
}

export async function countServers(db: Db, filter: Filter): Promise<number> {
  const [row] = await db.select({ servers: count() }).from(lmsServers).where(fits(filter))
  return row?.servers ?? 0
}

function fits({ q, id }: Filter): SQL | undefined {
  return and(
    q ? or(contains(lmsServers.name, q), contains(lmsServers.description, q)) : undefined,
    id === undefined ? undefined : eq(lmsServers.id, id),
  )
}
