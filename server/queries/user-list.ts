import { and, count, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { users } from '#drizzle/schema/accounts.ts'
import type { UserListQuery } from '#shared/admin.ts'
import type { Page } from '#shared/page.ts'
import { contains } from '../repositories/contains.ts'
import { orderBy } from '../repositories/order-by.ts'
import { adminFields, type UserRow } from '../repositories/users.ts'

type Filter = Pick<UserListQuery, 'q' | 'isAdmin' | 'isActive'>

const orders = {
  // Without regard to case, which the column's own order heeds.
  name: sql`${users.name} COLLATE utf8mb4_general_ci`,
  email: users.email,
  createdAt: users.createdAt,
}

/** A walk over the whole table, which has a row per person who may sign in. */
export async function userList(
  db: Db,
  { sort, ...filter }: Filter & Pick<UserListQuery, 'sort'>,
  { limit, offset }: Page,
): Promise<UserRow[]> {
  return db
    .select(adminFields)
    .from(users)
    .where(fits(filter))
    .orderBy(...orderBy(sort, orders, users.id))
    .limit(limit)
    .offset(offset)
}

export async function countUsers(db: Db, filter: Filter): Promise<number> {
  const [row] = await db.select({ people: count() }).from(users).where(fits(filter))
  return row?.people ?? 0
}

function fits({ q, isAdmin, isActive }: Filter): SQL | undefined {
  const { deactivatedAt } = users
  return and(
    q ? or(contains(users.name, q), contains(users.email, q)) : undefined,
    isAdmin === undefined ? undefined : eq(users.isAdmin, isAdmin),
    isActive === undefined
      ? undefined
      : isActive
        ? isNull(deactivatedAt)
        : isNotNull(deactivatedAt),
  )
}
