import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { users } from '#drizzle/schema/accounts.ts'
import type { User } from '#shared/session.ts'
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

/** What administrators see of a person. */
export const adminFields = {
  ...ownFields,
  createdAt: users.createdAt,
  deactivatedAt: users.deactivatedAt,
  hasPassword: sql<number>`${users.passwordHash} IS NOT NULL`.mapWith(Boolean),
}
export type UserRow = User & { createdAt: Date; deactivatedAt: Date | null; hasPassword: boolean }

/** By the unique index on `email`, which is kept in lower case. */
export async function findUserByEmail(db: Db, email: string) {
  const [user] = await db
    .select({
      ...adminFields,
      passwordHash: users.passwordHash,
      oidcSubjectHash: users.oidcSubjectHash,
    })
    .from(users)
    .where(eq(users.email, email))
  return user
}

/** By the unique index. */
export async function findUserByOidcSubject(db: Db, subjectHash: string) {
  const [user] = await db
    .select(adminFields)
    .from(users)
    .where(eq(users.oidcSubjectHash, subjectHash))
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

/** As it is once everybody who is changing it has finished. */
export async function lockAccount(db: Db, id: number) {
  const [account] = await db
    .select({
      email: users.email,
      passwordHash: users.passwordHash,
      deactivatedAt: users.deactivatedAt,
    })
    .from(users)
    .where(eq(users.id, id))
    .for('update')
  return account
}

/** False, and nothing changes, where the password is no longer the one that `from` is the hash of. */
export async function replacePasswordHash(
  db: Db,
  id: number,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const [{ affectedRows }] = await db
    .update(users)
    .set({ passwordHash: to })
    .where(and(eq(users.id, id), eq(users.passwordHash, from)))
  return affectedRows === 1
}

export interface NewUser {
  email: string
  name: string
  /** Null for somebody who is invited. */
  passwordHash: string | null
  isAdmin: boolean
  createdAt: Date
  oidcSubjectHash?: string
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
