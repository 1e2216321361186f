import type { Import, ImportProgress } from '#shared/import.ts'
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
    progress: progressOf(row),
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
    failure:
      row.failureCode === null ? null : { code: row.failureCode, text: row.failureText ?? '' },
    receipt: row.receipt,
  }
}

type ProgressRow = Pick<
  ImportRow,
  'id' | 'courseId' | 'state' | 'phase' | 'progressRows' | 'progressOf'
>

export function importProgressOf(row: ProgressRow): ImportProgress {
  return { id: row.id, courseId: row.courseId, state: row.state, progress: progressOf(row) }
}

function progressOf({ state, phase, progressRows, progressOf }: ProgressRow): Import['progress'] {
  return state === 'running' && phase !== null
    ? { phase, rows: progressRows, of: progressOf }
    : null
}
