import { and, asc, count, eq, inArray, isNotNull, isNull, or, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { users } from '#drizzle/schema/accounts.ts'
import type { User } from '#shared/session.ts'
import { contains } from './contains.ts'
import { orTaken } from './duplicate-key.ts'

/** What a person sees of themselves. */
export const ownFields = {
  id: users.id,
  email: users.email,
  name: users.name,
  isAdmin: users.isAdmin,
  timeZone: users.timeZone,
  wantsDigest: users.wantsDigest,
}

const adminFields = { ...ownFields, createdAt: users.createdAt, deactivatedAt: users.deactivatedAt }
export type UserRow = User & { createdAt: Date; deactivatedAt: Date | null }

/** By the unique index on `email`, which is kept in lower case. */
export async function findUserByEmail(db: Db, email: string) {
  const [user] = await db
    .select({ ...adminFields, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, email))
  return user
}

export async function findUser(db: Db, id: number): Promise<UserRow | undefined> {
  const [user] = await db.select(adminFields).from(users).where(eq(users.id, id))
  return user
}

export async function passwordHashOf(db: Db, id: number): Promise<string | null> {
  const [user] = await db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, id))
  return user?.passwordHash ?? null
}

interface UserFilter {
  q?: string | undefined
  isAdmin?: boolean | undefined
  isActive?: boolean | undefined
  limit: number
  offset: number
}

/** By name; a walk over the whole table, which has a row per person who may sign in. */
export async function listUsers(db: Db, filter: UserFilter): Promise<UserRow[]> {
  const conditions: (SQL | undefined)[] = [
    filter.q ? or(contains(users.name, filter.q), contains(users.email, filter.q)) : undefined,
    filter.isAdmin === undefined ? undefined : eq(users.isAdmin, filter.isAdmin),
    filter.isActive === undefined
      ? undefined
      : filter.isActive
        ? isNull(users.deactivatedAt)
        : isNotNull(users.deactivatedAt),
  ]
  return db
    .select(adminFields)
    .from(users)
    .where(and(...conditions))
    .orderBy(asc(users.name), asc(users.id))
    .limit(filter.limit)
    .offset(filter.offset)
}

export interface NewUser {
  email: string
  name: string
  passwordHash: string
  isAdmin: boolean
  createdAt: Date
}

/** The new person's id; null where the address is taken. */
export async function addUser(db: Db, user: NewUser): Promise<number | null> {
  const result = await orTaken(db.insert(users).values(user))
  return result && result[0].insertId
}

type UserChange = Partial<typeof users.$inferInsert>

/** False where the address is taken by somebody else. */
export async function changeUser(db: Db, id: number, change: UserChange): Promise<boolean> {
  if (Object.values(change).every((value) => value === undefined)) return true
  return (await orTaken(db.update(users).set(change).where(eq(users.id, id)))) !== null
}

/** Ids of administrators who can sign in, locked until the transaction ends: nobody else can take the last away. */
export async function lockAdministrators(db: Db): Promise<number[]> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.isAdmin, true), isNull(users.deactivatedAt)))
    .for('update')
  return rows.map(({ id }) => id)
}

/** How many of these people can sign in. */
export async function countActiveUsers(db: Db, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0
  const [row] = await db
    .select({ people: count() })
    .from(users)
    .where(and(inArray(users.id, ids), isNull(users.deactivatedAt)))
  return row?.people ?? 0
}
