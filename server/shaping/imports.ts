import type { Import } from '#shared/import.ts'
import type { ImportRow } from '../repositories/imports.ts'

export function importOf(row: ImportRow): Import {
  const { id, courseId, courseCode, fileName, sizeBytes, sha256, broughtBy, state, attempt } = row
  const iso = (instant: Date | null) => instant?.toISOString() ?? null
  return {
    id,
    courseId,
    courseCode,
    fileName,
    sizeBytes,
    sha256,
    broughtBy,
    state,
    attempt,
    progress:
      state === 'running' && row.phase !== null
        ? { phase: row.phase, rows: row.progressRows, of: row.progressOf }
        : null,
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
    failure:
      row.failureCode === null ? null : { code: row.failureCode, text: row.failureText ?? '' },
    receipt: row.receipt,
  }
}
