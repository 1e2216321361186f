import { exportFiles, type ExportFile, type FailureCode, type Receipt } from '#shared/import.ts'
import { zipOf, type Part } from '../broken-zips.ts'

/** One broken export: what it gets, and what the administrator is told. */
export interface BadInput {
  /** The kind of trouble: Z is the zip, C its text, F a field, M the meaning. */
  id: string
  /** What is special about it, as a part of a file's name. */
  what: string
  zip: () => Buffer | Promise<Buffer>
  /** A failure; or it is taken in: as it should be, with rows left out, or with a notice. */
  outcome: FailureCode | 'ok' | 'skipped' | 'noticed'
  /** For a failure: what its message must say of the matter, besides what to do. */
  says?: RegExp
  told?: Told
  /** What a statement with the course's id must find afterwards, as rows of cells. */
  stored?: { sql: string; rows: unknown[][] }
}

/** What a receipt must say. */
export interface Told {
  files?: Partial<Record<ExportFile, Partial<Receipt['files'][ExportFile]>>>
  /** The codes of all notices, with their counts. */
  notices?: Record<string, number>
}

export const fileNameOf = ({ outcome, id, what }: BadInput) => `${outcome}-${id}-${what}.zip`

/** The course that they are exports of. */
export const badInputCourse = { startDate: '2026-02-23', weeks: 4, timeZone: 'Europe/Berlin' }
export const time = '2026-02-24T10:00:00Z'

export const goodHeaders = {
  'all_user.txt': 'user_key|username|firstname|lastname|email',
  'all_resources.txt': 'content_key|parent_content_key|title|resource_type',
  'forums.txt': 'forum_key|user_key|thread|post|timestamp',
  'assessments.txt': 'user_key|content_key|user_grade|timestamp',
  'activity.txt': 'user_key|content_key|forum_key|timestamp',
} as const satisfies Record<ExportFile, string>

export const goodRows: Record<ExportFile, string[]> = {
  'all_user.txt': ['ann|ann|Ann|A|a@example.org', 'bob|bob|Bob|B|b@example.org'],
  'all_resources.txt': [
    'page||Page|resource/x-bb-document',
    'quiz||Quiz|resource/x-bb-asmt-test-link',
  ],
  'forums.txt': [`forum|ann|Thread|Hello|${time}`],
  'assessments.txt': [`ann|quiz|50|${time}`],
  'activity.txt': Array.from({ length: 30 }, (_, n) =>
    n % 2 === 0
      ? `ann|page||2026-02-24T10:${10 + n}:00Z`
      : `bob||forum|2026-02-25T10:${10 + n}:00Z`,
  ),
}

/** What the receipt says of the good export. */
export const goodTold: Told = {
  files: {
    'all_user.txt': { read: 2, stored: 2, alreadyKnown: 0, skipped: {} },
    'all_resources.txt': { read: 2, stored: 2, alreadyKnown: 0, skipped: {} },
    'forums.txt': { read: 1, stored: 1, alreadyKnown: 0, skipped: {} },
    'assessments.txt': { read: 1, stored: 1, alreadyKnown: 0, skipped: {} },
    'activity.txt': { read: 30, stored: 30, alreadyKnown: 0, skipped: {} },
  },
  notices: {},
}

export const goodText = (file: ExportFile) => [goodHeaders[file], ...goodRows[file], ''].join('\n')

/** The five files of the good export, with something else about one of them. */
export function partsWith(change: Partial<Part> = {}, file: ExportFile = 'activity.txt'): Part[] {
  return exportFiles.map((name) => ({
    name,
    data: goodText(name),
    ...(name === file ? change : {}),
  }))
}

/** The good export with other bytes in some of its files. */
export function zipWithTexts(texts: Partial<Record<ExportFile, string | Buffer>>): Buffer {
  return zipOf(exportFiles.map((name) => ({ name, data: texts[name] ?? goodText(name) })))
}

/** The good export with other rows in some of its files, and so with other columns. */
export function zipWithRows(
  rows: Partial<Record<ExportFile, string[]>>,
  headers: Partial<Record<ExportFile, string>> = {},
): Buffer {
  return zipOf(
    exportFiles.map((name) => ({
      name,
      data: [headers[name] ?? goodHeaders[name], ...(rows[name] ?? goodRows[name]), ''].join('\n'),
    })),
  )
}
