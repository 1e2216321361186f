import { and, eq, gt, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { sessions, users } from '#drizzle/schema/accounts.ts'
import { ownFields } from './users.ts'

export interface NewSession {
  idHash: string
  userId: number
  createdAt: Date
  expiresAt: Date
  absoluteExpiresAt: Date
  userAgent: string
}

export async function addSession(db: Db, session: NewSession): Promise<void> {
  await db.insert(sessions).values(session)
}

/** The session and its person, unless that person is deactivated. By the primary key. */
export async function findSession(db: Db, idHash: string) {
  const [row] = await db
    .select({
      user: ownFields,
      expiresAt: sessions.expiresAt,
      absoluteExpiresAt: sessions.absoluteExpiresAt,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), isNull(users.deactivatedAt)))
    .where(eq(sessions.idHash, idHash))
  return row
}

export async function sessionsOf(db: Db, userId: number, now: Date) {
  return db
    .select({
      idHash: sessions.idHash,
      expiresAt: sessions.expiresAt,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
}

/** Moves the idle end, never beyond the absolute one. */
export async function extendSession(db: Db, idHash: string, expiresAt: Date): Promise<void> {
  await db
    .update(sessions)
    .set({
      expiresAt: sql`LEAST(${sql.param(expiresAt, sessions.expiresAt)}, ${sessions.absoluteExpiresAt})`,
    })
    .where(eq(sessions.idHash, idHash))
}

export async function removeSession(db: Db, idHash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.idHash, idHash))
}

/** Ends the sessions of a person, all or all but one. */
export async function removeSessionsOf(db: Db, userId: number, except?: string): Promise<void> {
  await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), except ? ne(sessions.idHash, except) : undefined))
}

export async function removeExpiredSessions(db: Db, now: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, now))
}

/** Those of these sessions that have not ended and belong to administrators. By the primary key. */
export async function administratorSessions(db: Db, idHashes: string[], now: Date) {
  const rows = await db
    .select({ idHash: sessions.idHash })
    .from(sessions)
    .innerJoin(
      users,
      and(eq(users.id, sessions.userId), isNull(users.deactivatedAt), eq(users.isAdmin, true)),
    )
    .where(
      and(
        inArray(sessions.idHash, idHashes),
        gt(sessions.expiresAt, now),
        gt(sessions.absoluteExpiresAt, now),
      ),
    )
  return rows.map(({ idHash }) => idHash)
}
