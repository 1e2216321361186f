/**
 * SQL on `imports` for whoever brings a file: the row comes first, then the file, then the row says so. In
 * plain SQL, since the worker does without drizzle-orm.
 */
import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'

type Runner = Pool | PoolConnection

export interface NewImport {
  courseId: number
  fileName: string
  /** Null for an upload: its file came over another way than a directory. */
  sourcePath: string | null
  sizeBytes: number
  broughtBy: string
}

/** The row of a file that is about to be moved; no worker takes it until `markClaimed`. */
export async function insertImport(runner: Runner, file: NewImport): Promise<number> {
  const [{ insertId }] = await runner.query<ResultSetHeader>(
    `INSERT INTO imports (course_id, file_name, source_path, size_bytes, brought_by, state, created_at)
     VALUES (?, ?, ?, ?, ?, 'queued', UTC_TIMESTAMP(6))`,
    [file.courseId, file.fileName, file.sourcePath, file.sizeBytes, file.broughtBy],
  )
  return insertId
}

/** The file lies where it belongs: the import may begin. */
export async function markClaimed(
  runner: Runner,
  id: number,
  file: { sha256: string; sizeBytes: number },
): Promise<void> {
  await runner.query(
    `UPDATE imports SET claimed_at = UTC_TIMESTAMP(6), sha256 = ?, size_bytes = ?
      WHERE id = ? AND claimed_at IS NULL`,
    [file.sha256, file.sizeBytes, id],
  )
}

/** Takes back a row whose file never came. */
export async function dropUnclaimed(runner: Runner, id: number): Promise<void> {
  await runner.query(
    "DELETE FROM imports WHERE id = ? AND state = 'queued' AND claimed_at IS NULL",
    [id],
  )
}

/** A message that was confirmed is not doubted before this. */
const neverStale = 365 * 24 * 3600

/**
 * Publishes the imports whose turn it is: those of one course or of all, never published or not within
 * `staleSeconds`. Returns how many. One message too many is harmless, one too few is made up for by
 * `recover-imports`.
 */
export async function publishWaiting(
  pool: Pool,
  publish: (importId: number) => Promise<void>,
  { courseId, staleSeconds = neverStale }: { courseId?: number; staleSeconds?: number } = {},
): Promise<number> {
  const ids = await importsToPublish(pool, { courseId, staleSeconds })
  for (const id of ids) {
    // Before the message: whoever takes that may say at once that it must come again.
    await setPublished(pool, id, 'UTC_TIMESTAMP(6)')
    await publish(id).catch(async (error: unknown) => {
      await setPublished(pool, id, 'NULL')
      throw error
    })
  }
  return ids.length
}

async function setPublished(pool: Pool, id: number, at: 'UTC_TIMESTAMP(6)' | 'NULL') {
  await pool.query(`UPDATE imports SET published_at = ${at} WHERE id = ? AND state = 'queued'`, [
    id,
  ])
}

/**
 * The imports whose turn it is and that may have no message any more: the first waiting one of each course
 * where none runs, past its pause, and never published or longer ago than `staleSeconds` (or later than now:
 * before the clock was set back).
 */
async function importsToPublish(
  pool: Pool,
  { staleSeconds, courseId = null }: { staleSeconds: number; courseId?: number | null | undefined },
): Promise<number[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT i.id
       FROM imports i
       JOIN (SELECT MIN(id) AS id FROM imports
              WHERE state = 'queued' AND claimed_at IS NOT NULL AND (? IS NULL OR course_id = ?)
              GROUP BY course_id) first ON first.id = i.id
      WHERE (i.lease_until IS NULL OR i.lease_until <= UTC_TIMESTAMP(6))
        AND (i.published_at IS NULL OR i.published_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND
          OR i.published_at > UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE)
        AND NOT EXISTS (SELECT 1 FROM imports r WHERE r.course_id = i.course_id AND r.state = 'running')
      ORDER BY i.id`,
    [courseId, courseId, staleSeconds],
  )
  return rows.map((row) => row.id as number)
}
