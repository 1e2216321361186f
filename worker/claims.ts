/** SQL on `imports` for files that become rows; what the site does too stands in `drizzle/claims.ts`. */
import type { Pool } from 'mysql2/promise'
import type { FailureCode, ImportState } from '#shared/import.ts'
import { select } from './sql.ts'

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

export interface ImportUnderWay {
  id: number
  courseId: number
  courseCode: string
  state: 'queued' | 'running'
  fileName: string
}

/** Imports that wait or run, oldest first. By the index of states. */
export function importsUnderWay(pool: Pool): Promise<ImportUnderWay[]> {
  return select<ImportUnderWay>(
    pool,
    `SELECT i.id, i.course_id AS courseId, c.code AS courseCode, i.state, i.file_name AS fileName
       FROM imports i JOIN course_offerings c ON c.id = i.course_id
      WHERE i.state IN ('queued', 'running') AND i.claimed_at IS NOT NULL ORDER BY i.id`,
  )
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
