/**
 * SQL on `imports`: files that become rows, and rows whose turn has come. The row is the truth, the message
 * only a nudge.
 */
import type { Pool } from 'mysql2/promise'
import type { FailureCode, ImportState } from '#shared/import.ts'
import { change, select } from './sql.ts'

/** Course ids by code, by LMS server; servers without courses too. */
export async function coursesByServer(pool: Pool): Promise<Map<number, Map<string, number>>> {
  const rows = await select<{ serverId: number; courseId: number | null; code: string | null }>(
    pool,
    `SELECT s.id AS serverId, c.id AS courseId, c.code
       FROM lms_servers s LEFT JOIN course_offerings c ON c.lms_server_id = s.id`,
  )
  const servers = new Map<number, Map<string, number>>()
  for (const { serverId, courseId, code } of rows) {
    const courses = servers.get(serverId) ?? new Map<string, number>()
    servers.set(serverId, courses)
    if (courseId !== null && code !== null) courses.set(code, courseId)
  }
  return servers
}

export interface NewImport {
  courseId: number
  fileName: string
  /** Null for an upload: its file came over another way than a watched directory. */
  sourcePath: string | null
  sizeBytes: number
  broughtBy: string
}

/** The row of a file that is about to be moved; no worker takes it until `markClaimed`. */
export async function insertImport(pool: Pool, file: NewImport): Promise<number> {
  const { insertId } = await change(
    pool,
    `INSERT INTO imports (course_id, file_name, source_path, size_bytes, brought_by, state, created_at)
     VALUES (?, ?, ?, ?, ?, 'queued', UTC_TIMESTAMP(6))`,
    [file.courseId, file.fileName, file.sourcePath, file.sizeBytes, file.broughtBy],
  )
  return insertId
}

export interface Unclaimed {
  id: number
  courseId: number
  sourcePath: string | null
  sizeBytes: number
  /** Whoever wrote the row had time enough to move the file. */
  isOld: number
}

export function unclaimedImports(pool: Pool): Promise<Unclaimed[]> {
  return select<Unclaimed>(
    pool,
    `SELECT id, course_id AS courseId, source_path AS sourcePath, size_bytes AS sizeBytes,
            created_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE AS isOld
       FROM imports WHERE state = 'queued' AND claimed_at IS NULL`,
  )
}

export async function markClaimed(
  pool: Pool,
  id: number,
  file: { sha256: string; sizeBytes: number },
): Promise<void> {
  await change(
    pool,
    `UPDATE imports SET claimed_at = UTC_TIMESTAMP(6), sha256 = ?, size_bytes = ?
      WHERE id = ? AND claimed_at IS NULL`,
    [file.sha256, file.sizeBytes, id],
  )
}

/** Takes back a row whose file never came. */
export async function dropUnclaimed(pool: Pool, id: number): Promise<void> {
  await change(
    pool,
    "DELETE FROM imports WHERE id = ? AND state = 'queued' AND claimed_at IS NULL",
    [id],
  )
}

/**
 * The imports whose turn it is and that may have no message any more: the first waiting one of each course
 * where none runs, past its pause, and never published or longer ago than `staleSeconds`.
 */
export async function importsToPublish(
  pool: Pool,
  { staleSeconds, courseId = null }: { staleSeconds: number; courseId?: number | null | undefined },
): Promise<number[]> {
  const rows = await select<{ id: number }>(
    pool,
    `SELECT i.id
       FROM imports i
       JOIN (SELECT MIN(id) AS id FROM imports
              WHERE state = 'queued' AND claimed_at IS NOT NULL AND (? IS NULL OR course_id = ?)
              GROUP BY course_id) first ON first.id = i.id
      WHERE (i.lease_until IS NULL OR i.lease_until <= UTC_TIMESTAMP(6))
        AND (i.published_at IS NULL OR i.published_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND)
        AND NOT EXISTS (SELECT 1 FROM imports r WHERE r.course_id = i.course_id AND r.state = 'running')
      ORDER BY i.id`,
    [courseId, courseId, staleSeconds],
  )
  return rows.map(({ id }) => id)
}

export async function markPublished(pool: Pool, id: number): Promise<void> {
  await change(pool, 'UPDATE imports SET published_at = UTC_TIMESTAMP(6) WHERE id = ?', [id])
}

export interface KnownImport {
  id: number
  state: ImportState
  fileName: string
  failureCode: FailureCode | null
  failureText: string | null
}

/** By primary key. */
export async function importsById(pool: Pool, ids: number[]): Promise<KnownImport[]> {
  if (ids.length === 0) return []
  return select<KnownImport>(
    pool,
    `SELECT id, state, file_name AS fileName, failure_code AS failureCode, failure_text AS failureText
       FROM imports WHERE id IN (?)`,
    [ids],
  )
}
