import { and, desc, eq, gt, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { Db } from '#drizzle/db.ts'
import { sessions, users } from '#drizzle/schema/accounts.ts'
import { ownFields } from './users.ts'

export interface NewSession {
  idHash: string
  userId: number
  createdAt: Date
  lastUsedAt: Date
  expiresAt: Date
  absoluteExpiresAt: Date
  userAgent: string
}

export async function addSession(db: Db, session: NewSession): Promise<void> {
  await db.insert(sessions).values(session)
}

const viewed = alias(users, 'viewed')

/**
 * The session, its person and whom that person looks at cloop as; nothing where one of them is deactivated, or
 * who looks is no administrator any more. By the primary keys.
 */
export async function findSession(db: Db, idHash: string) {
  const [row] = await db
    .select({
      owner: ownFields,
      viewed: {
        id: viewed.id,
        email: viewed.email,
        name: viewed.name,
        isAdmin: viewed.isAdmin,
        timeZone: viewed.timeZone,
        wantsDigest: viewed.wantsDigest,
      },
      viewingAs: sessions.viewingAs,
      expiresAt: sessions.expiresAt,
      absoluteExpiresAt: sessions.absoluteExpiresAt,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), isNull(users.deactivatedAt)))
    .leftJoin(viewed, and(eq(viewed.id, sessions.viewingAs), isNull(viewed.deactivatedAt)))
    .where(eq(sessions.idHash, idHash))
  if (!row || row.viewingAs === null) return row
  return row.viewed && row.owner.isAdmin ? row : undefined
}

/** Those that have not ended, the one that was used last first. */
export async function sessionsOf(db: Db, userId: number, now: Date) {
  return db
    .select({
      id: sessions.id,
      idHash: sessions.idHash,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
      expiresAt: sql`LEAST(${sessions.expiresAt}, ${sessions.absoluteExpiresAt})`.mapWith(
        sessions.expiresAt,
      ),
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        gt(sessions.expiresAt, now),
        gt(sessions.absoluteExpiresAt, now),
      ),
    )
    .orderBy(desc(sql`COALESCE(${sessions.lastUsedAt}, ${sessions.createdAt})`), desc(sessions.id))
}
export type SessionRow = Awaited<ReturnType<typeof sessionsOf>>[number]

/** From now on the session goes by another id, and its person looks at cloop as somebody, or no longer. */
export async function renewSession(
  db: Db,
  idHash: string,
  { newHash, viewingAs }: { newHash: string; viewingAs: number | null },
): Promise<void> {
  await db.update(sessions).set({ idHash: newHash, viewingAs }).where(eq(sessions.idHash, idHash))
}

/** Moves the idle end, never beyond the absolute one. */
export async function extendSession(db: Db, idHash: string, expiresAt: Date): Promise<void> {
  await db
    .update(sessions)
    .set({
      lastUsedAt: new Date(),
      expiresAt: sql`LEAST(${sql.param(expiresAt, sessions.expiresAt)}, ${sessions.absoluteExpiresAt})`,
    })
    .where(eq(sessions.idHash, idHash))
}

export async function removeSession(db: Db, idHash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.idHash, idHash))
}

/** Ends one session of this person; false where it is none of theirs. By the unique index on `id`. */
export async function removeSessionOf(db: Db, userId: number, id: number): Promise<boolean> {
  const [{ affectedRows }] = await db
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
  return affectedRows > 0
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

/**
 * Those of these sessions that have not ended and belong to administrators who look with their own eyes. By
 * the primary key.
 */
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
        isNull(sessions.viewingAs),
        gt(sessions.expiresAt, now),
        gt(sessions.absoluteExpiresAt, now),
      ),
    )
  return rows.map(({ idHash }) => idHash)
}
