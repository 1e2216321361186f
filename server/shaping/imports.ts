import type { FileReceipt, Import, ImportProgress } from '#shared/import.ts'
import type { ImportRow } from '../repositories/imports.ts'
import type { Table } from './csv.ts'

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

const fields = [
  ...(['id', 'courseId', 'courseCode', 'fileName', 'sizeBytes', 'sha256', 'broughtBy'] as const),
  ...(['state', 'attempt', 'createdAt', 'startedAt', 'finishedAt'] as const),
]

export function importTable(imports: Import[]): Table {
  return {
    header: [...fields, 'failureCode', 'failureText', 'read', 'stored', 'alreadyKnown', 'skipped'],
    rows: imports.map((one) => {
      const files = Object.values(one.receipt?.files ?? {})
      const rowsOf = (count: (file: FileReceipt) => number) =>
        one.receipt && files.reduce((sum, file) => sum + count(file), 0)
      return [
        ...fields.map((field) => one[field]),
        ...[one.failure?.code, one.failure?.text],
        ...[rowsOf(({ read }) => read), rowsOf(({ stored }) => stored)],
        ...[rowsOf(({ alreadyKnown }) => alreadyKnown), rowsOf(skippedOf)],
      ]
    }),
  }
}

const skippedOf = ({ skipped }: FileReceipt) =>
  Object.values(skipped).reduce((sum, rows) => sum + rows, 0)
