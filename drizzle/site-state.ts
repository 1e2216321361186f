/**
 * What holds for the whole site: maintenance, draining, a copy half made. It stands in the database, so that all processes on
 * all machines know it. SQL text, since the worker does without drizzle-orm.
 */
import type { Connection, Pool, RowDataPacket } from 'mysql2/promise'

export interface SiteState {
  /** The site answers 503, and nothing is written. */
  maintenance: { since: Date; retryAfterSeconds: number } | null
  /** Processes that began before this instant take no more work. */
  drain: { since: Date } | null
  /** The database is a staging copy in which people are not made up yet: the site answers nobody. */
  copy: { since: Date } | null
}
export type SiteStateName = keyof SiteState

const defaultRetryAfterSeconds = 300

/** By primary key; three rows at most. */
export async function readSiteState(pool: Pool): Promise<SiteState> {
  const [rows] = await pool.query<RowDataPacket[]>('SELECT name, value, since FROM site_state')
  const of = (name: SiteStateName) => {
    const row = rows.find((one) => one.name === name)
    if (!row) return null
    const value = JSON.parse(row.value as string) as { retryAfterSeconds?: number }
    return { since: row.since as Date, value }
  }
  const maintenance = of('maintenance')
  return {
    maintenance: maintenance && {
      since: maintenance.since,
      retryAfterSeconds: maintenance.value.retryAfterSeconds ?? defaultRetryAfterSeconds,
    },
    drain: of('drain'),
    copy: of('copy'),
  }
}

/** Says that something holds from now on; said again, it holds from now on anew. */
export async function setSiteState(
  pool: Pick<Connection, 'query'>,
  name: SiteStateName,
  value: { retryAfterSeconds?: number } = {},
): Promise<void> {
  await pool.query(
    `INSERT INTO site_state (name, value, since) VALUES (?, ?, UTC_TIMESTAMP(6))
     ON DUPLICATE KEY UPDATE value = VALUES(value), since = VALUES(since)`,
    [name, JSON.stringify(value)],
  )
}

/** False if it did not hold. */
export async function endSiteState(pool: Pool, name: SiteStateName): Promise<boolean> {
  const [{ affectedRows }] = await pool.query<import('mysql2').ResultSetHeader>(
    'DELETE FROM site_state WHERE name = ?',
    [name],
  )
  return affectedRows === 1
}

/** Whether a process takes work. Draining is about jobs: the site itself stays open. */
export function mayWork(
  { maintenance, drain, copy }: SiteState,
  { kind, startedAt }: { kind: 'web' | 'worker' | 'beat'; startedAt: Date },
): boolean {
  if (maintenance || copy) return false
  return kind === 'web' || drain === null || drain.since < startedAt
}
