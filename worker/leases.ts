/**
 * SQL on `imports` that a worker runs. Every moment is the database's own, so that machines whose clocks
 * differ agree on who holds what.
 */
import type { Pool, PoolConnection } from 'mysql2/promise'
import { inTransaction } from '#drizzle/pool.ts'
import type { FailureCode } from '#shared/import.ts'
import { change, select } from './sql.ts'

/** A worker's right to run one import, while it renews it. */
export interface Lease {
  importId: number
  courseId: number
  worker: string
  attempt: number
}

/** Why an import is not run now: it is not waiting (any more); its turn has not come; its attempts are used up. */
export type NoLease = 'not waiting' | 'not yet' | 'used up'

/**
 * Takes the lease if the import waits and no other of its course runs or came before it. The course's row
 * is locked meanwhile: two workers cannot both find the course free.
 */
export async function takeLease(
  pool: Pool,
  wish: { importId: number; worker: string; leaseSeconds: number; maxAttempts: number },
): Promise<Lease | NoLease> {
  const [found] = await select<{ courseId: number }>(
    pool,
    "SELECT course_id AS courseId FROM imports WHERE id = ? AND state = 'queued'",
    [wish.importId],
  )
  if (!found) return 'not waiting'
  const { courseId } = found
  return inTransaction(pool, async (transaction) => {
    await select(transaction, 'SELECT id FROM course_offerings WHERE id = ? FOR UPDATE', [courseId])
    const [row] = await select<{ attempt: number; isDue: number; isFree: number }>(
      transaction,
      `SELECT i.attempt, i.lease_until IS NULL OR i.lease_until <= UTC_TIMESTAMP(6) AS isDue,
              NOT EXISTS (
                SELECT 1 FROM imports o
                 WHERE o.course_id = i.course_id AND o.id <> i.id
                   AND (o.state = 'running'
                    OR (o.state = 'queued' AND o.claimed_at IS NOT NULL AND o.id < i.id))) AS isFree
         FROM imports i WHERE i.id = ? AND i.state = 'queued' AND i.claimed_at IS NOT NULL`,
      [wish.importId],
    )
    if (!row) return 'not waiting'
    if (!row.isDue || !row.isFree) {
      // Its message is used up by this: whoever looks next whose turn it is must publish it again.
      await forgetPublished(transaction, wish.importId)
      return 'not yet'
    }
    if (row.attempt >= wish.maxAttempts) return 'used up'
    const attempt = row.attempt + 1
    const { affectedRows } = await change(
      transaction,
      `UPDATE imports
          SET state = 'running', worker = ?, attempt = ?, started_at = UTC_TIMESTAMP(6),
              lease_until = UTC_TIMESTAMP(6) + INTERVAL ? SECOND,
              phase = NULL, progress_rows = 0, progress_of = 0,
              finished_at = NULL, failure_code = NULL, failure_text = NULL, reported_at = NULL
        WHERE id = ? AND state = 'queued'`,
      [wish.worker, attempt, wish.leaseSeconds, wish.importId],
    )
    if (affectedRows !== 1) return 'not waiting'
    return { importId: wish.importId, courseId, worker: wish.worker, attempt }
  })
}

/** The message of an import that waits is used up: it has to be published again. */
export async function forgetPublished(runner: Pool | PoolConnection, importId: number) {
  await change(runner, "UPDATE imports SET published_at = NULL WHERE id = ? AND state = 'queued'", [
    importId,
  ])
}

const heldBy = "id = ? AND state = 'running' AND worker = ? AND attempt = ?"
const holder = (lease: Lease) => [lease.importId, lease.worker, lease.attempt]

export interface Renewal {
  lease: Lease
  leaseSeconds: number
  progress: { phase: string; rows: number; of: number } | undefined
}

/** Prolongs the lease and notes the progress; false if the lease is no longer this worker's. */
export async function renewLease(
  pool: Pool,
  { lease, leaseSeconds, progress }: Renewal,
): Promise<boolean> {
  const { affectedRows } = await change(
    pool,
    `UPDATE imports SET lease_until = UTC_TIMESTAMP(6) + INTERVAL ? SECOND,
            phase = ?, progress_rows = ?, progress_of = ? WHERE ${heldBy}`,
    [
      leaseSeconds,
      progress?.phase ?? null,
      progress?.rows ?? 0,
      progress?.of ?? 0,
      ...holder(lease),
    ],
  )
  return affectedRows === 1
}

/** Whether the lease is this worker's still; until the transaction ends nobody can take it back. */
export async function holdsLease(transaction: PoolConnection, lease: Lease): Promise<boolean> {
  const sql = `SELECT id FROM imports WHERE ${heldBy} FOR UPDATE`
  return (await select(transaction, sql, holder(lease))).length === 1
}

/** Back to waiting, not before `pauseSeconds` from now; the attempt counts only if the import itself may be to blame. */
export async function handBack(
  pool: Pool,
  lease: Lease,
  { pauseSeconds, counts }: { pauseSeconds: number; counts: boolean },
): Promise<void> {
  await change(
    pool,
    `UPDATE imports
        SET state = 'queued', worker = NULL, published_at = NULL, phase = NULL,
            lease_until = UTC_TIMESTAMP(6) + INTERVAL ? SECOND, attempt = attempt - ?
      WHERE ${heldBy}`,
    [pauseSeconds, counts ? 0 : 1, ...holder(lease)],
  )
}

export interface Failure {
  code: FailureCode
  text: string
}

/** False if the lease was lost: then the verdict is another worker's. */
export async function failImport(pool: Pool, lease: Lease, failure: Failure): Promise<boolean> {
  const { affectedRows } = await change(
    pool,
    `UPDATE imports SET state = 'failed', failure_code = ?, failure_text = ?,
            finished_at = UTC_TIMESTAMP(6), lease_until = NULL, phase = NULL WHERE ${heldBy}`,
    [failure.code, failure.text, ...holder(lease)],
  )
  return affectedRows === 1
}

/** Longer than any pause before an import is tried again. */
const longPauseSeconds = 120

/**
 * Leases and pauses that end later than anyone asks for are from before the database's clock was set back:
 * they begin anew. A worker that lives renews its own in time.
 */
export async function shortenLeases(pool: Pool, leaseSeconds: number): Promise<number> {
  const isTooLong =
    "state IN ('queued', 'running') AND lease_until > UTC_TIMESTAMP(6) + INTERVAL ? SECOND"
  const bound = Math.max(10 * leaseSeconds, longPauseSeconds)
  const rows = await select<{ id: number }>(pool, `SELECT id FROM imports WHERE ${isTooLong}`, [
    bound,
  ])
  if (rows.length === 0) return 0
  const { affectedRows } = await change(
    pool,
    `UPDATE imports FORCE INDEX (PRIMARY) SET lease_until = UTC_TIMESTAMP(6) + INTERVAL ? SECOND
      WHERE id IN (?) AND ${isTooLong}`,
    [leaseSeconds, rows.map(({ id }) => id), bound],
  )
  return affectedRows
}

/**
 * Takes back what dead workers hold: their leases have run out. Locks by primary key only, as whoever
 * commits does: over the index of states the two would lock each other out.
 */
export async function takeBackExpired(pool: Pool): Promise<number> {
  const isExpired = "state = 'running' AND lease_until < UTC_TIMESTAMP(6)"
  const rows = await select<{ id: number }>(pool, `SELECT id FROM imports WHERE ${isExpired}`)
  if (rows.length === 0) return 0
  const { affectedRows } = await change(
    pool,
    `UPDATE imports FORCE INDEX (PRIMARY)
        SET state = 'queued', worker = NULL, published_at = NULL, lease_until = NULL, phase = NULL
      WHERE id IN (?) AND ${isExpired}`,
    [rows.map(({ id }) => id)],
  )
  return affectedRows
}

/** Fails waiting imports that have had all their attempts, and returns their ids. */
export async function giveUp(pool: Pool, maxAttempts: number, text: string): Promise<number[]> {
  const rows = await select<{ id: number }>(
    pool,
    "SELECT id FROM imports WHERE state = 'queued' AND attempt >= ? ORDER BY id",
    [maxAttempts],
  )
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return ids
  await change(
    pool,
    `UPDATE imports FORCE INDEX (PRIMARY)
        SET state = 'failed', failure_code = 'gave_up', failure_text = ?,
            finished_at = UTC_TIMESTAMP(6), lease_until = NULL, reported_at = NULL
      WHERE id IN (?) AND state = 'queued' AND attempt >= ?`,
    [text, ids, maxAttempts],
  )
  return ids
}
