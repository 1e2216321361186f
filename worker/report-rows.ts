/** SQL on `imports` that have ended: which of them the administrators have yet to be told about. */
import type { Pool, PoolConnection } from 'mysql2/promise'
import type { FailureCode } from '#shared/import.ts'
import { change, select } from './sql.ts'

export interface EndedImport {
  id: number
  state: 'succeeded' | 'failed'
  courseCode: string
  courseTitle: string
  fileName: string
  broughtBy: string
  /** UTC, to the microsecond: an import that is retried ends once more, at another time. */
  finishedAt: string
  failureCode: FailureCode | null
  failureText: string | null
  /** As JSON. */
  receipt: string | null
}

/** By `imports_to_report`. */
export function importsToReport(pool: Pool): Promise<EndedImport[]> {
  return select<EndedImport>(
    pool,
    `SELECT i.id, i.state, c.code AS courseCode, c.title AS courseTitle, i.file_name AS fileName,
            i.brought_by AS broughtBy, CAST(i.finished_at AS CHAR) AS finishedAt,
            i.failure_code AS failureCode, i.failure_text AS failureText, i.receipt
       FROM imports i JOIN course_offerings c ON c.id = i.course_id
      WHERE i.reported_at IS NULL AND i.state IN ('succeeded', 'failed')
        AND i.finished_at IS NOT NULL
      ORDER BY i.id LIMIT 100`,
  )
}

/** False if somebody else was first, or the import has been queued again. */
export async function markReported(
  transaction: PoolConnection,
  { id, state, finishedAt }: EndedImport,
): Promise<boolean> {
  const { affectedRows } = await change(
    transaction,
    `UPDATE imports SET reported_at = UTC_TIMESTAMP(6)
      WHERE id = ? AND reported_at IS NULL AND state = ? AND finished_at = ?`,
    [id, state, finishedAt],
  )
  return affectedRows === 1
}
