import { and, eq, notExists, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings, lmsServers } from '#drizzle/schema/courses.ts'
import { orTaken } from './duplicate-key.ts'

export interface ExportingServer {
  id: number
  name: string
}

/** All servers that have a token, with its hash: which of them a token belongs to is not for the database to compare. */
export async function serversWithTokens(db: Db): Promise<(ExportingServer & { hash: string })[]> {
  const rows = await db
    .select({ id: lmsServers.id, name: lmsServers.name, hash: lmsServers.tokenHash })
    .from(lmsServers)
  return rows.flatMap(({ hash, ...server }) => (hash === null ? [] : [{ ...server, hash }]))
}

type NewServer = Pick<
  typeof lmsServers.$inferInsert,
  'name' | 'description' | 'tokenHash' | 'createdAt'
>

/** The new server's id; null where the name is taken. */
export async function addServer(db: Db, server: NewServer): Promise<number | null> {
  const result = await orTaken(db.insert(lmsServers).values(server))
  return result && result[0].insertId
}

/** False where the name is taken by another server. */
export async function changeServer(db: Db, id: number, change: Partial<NewServer>) {
  if (Object.values(change).every((value) => value === undefined)) return true
  return (await orTaken(db.update(lmsServers).set(change).where(eq(lmsServers.id, id)))) !== null
}

/** False where it still has courses, or does not exist. */
export async function removeServerWithoutCourses(db: Db, id: number): Promise<boolean> {
  const courses = db
    .select({ one: sql`1` })
    .from(courseOfferings)
    .where(eq(courseOfferings.lmsServerId, id))
  const [result] = await db.delete(lmsServers).where(and(eq(lmsServers.id, id), notExists(courses)))
  return result.affectedRows > 0
}

/** Whether it exists, locked so that it stays until the transaction ends. */
export async function lockServer(db: Db, id: number): Promise<boolean> {
  const rows = await db
    .select({ id: lmsServers.id })
    .from(lmsServers)
    .where(eq(lmsServers.id, id))
    .for('update')
  return rows.length > 0
}
