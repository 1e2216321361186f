import type { ExportFile, SkipReason } from '#shared/import.ts'
import type { Archive } from './blackboard/archive.ts'
import type { Cells } from './blackboard/columns.ts'
import { readTable, type TableRow } from './blackboard/tables.ts'
import type { ProgressMeter } from './progress.ts'
import type { Report } from './report.ts'

/** What it takes to read a file of an export. */
export interface Reading {
  archive: Archive
  report: Report
  progress: ProgressMeter
}

const what = {
  'all_user.txt': 'people',
  'all_resources.txt': 'resources',
  'forums.txt': 'posts',
  'assessments.txt': 'attempts',
  'activity.txt': 'visits',
} as const satisfies Record<ExportFile, string>

const measuredRows = 200

/**
 * Hands every readable row to `take`, which says why it is left out, or null. Answers which of the declared
 * columns the file has.
 */
export async function readRows<F extends ExportFile>(
  { archive, report, progress }: Reading,
  file: F,
  take: (row: TableRow<Cells<F>>) => SkipReason | null,
): Promise<string[]> {
  const counts = report.files[file]
  const phase = `reading ${what[file]}`
  const bytes = archive.sizeBytes(file)
  let measuredBytes = 0
  const expectedRows = () =>
    (bytes * Math.min(counts.read, measuredRows)) / Math.max(1, measuredBytes)
  progress.note(phase, 0, 0)
  const summary = await readTable(archive, file, {
    onRow: (row) => {
      if (counts.read++ < measuredRows) measuredBytes += row.raw.length + 1
      const reason = row.malformed ? 'malformed_row' : take(row)
      if (reason) counts.skip(row, reason)
    },
    afterChunk: (rows) => {
      progress.note(phase, rows, expectedRows())
    },
  })
  if (summary.ignoredColumns.length > 0) {
    report.notice('ignored_columns', `Ignored columns: ${summary.ignoredColumns.join(', ')}.`, {
      file,
      count: summary.ignoredColumns.length,
    })
  }
  if (summary.longRows > 0) {
    report.notice(
      'extra_cells',
      'Rows with more cells than the header has: the rest was ignored.',
      {
        file,
        count: summary.longRows,
      },
    )
  }
  return summary.columns
}

/** Whether a text has more characters than its column takes; characters, not UTF-16 units. */
export function isLong(text: string, characters = 255): boolean {
  if (text.length <= characters) return false
  if (text.length > 2 * characters) return true
  return Array.from(text).length > characters
}
