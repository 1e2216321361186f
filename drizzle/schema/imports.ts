import {
  bigint,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  tinyint,
} from 'drizzle-orm/mysql-core'
import { failureCodes, importStates, type Receipt } from '#shared/import.ts'
import {
  asciiText,
  courseId,
  exactInstant,
  importId,
  instant,
  jsonText,
  longText,
  text,
} from './columns.ts'

/**
 * One row an export file. The row is the truth, the message in the broker only a nudge. It is written
 * before its file is moved: `claimedAt` is null until the zip lies in the processing directory as
 * `<id>.zip`, and a worker takes only claimed rows. While one runs, its worker renews `leaseUntil`.
 */
export const imports = mysqlTable(
  'imports',
  {
    id: int('id', { unsigned: true }).autoincrement().primaryKey(),
    courseId: courseId(),
    fileName: text('file_name', { length: 255 }).notNull(),
    sourcePath: text('source_path', { length: 4096 }),
    sizeBytes: bigint('size_bytes', { mode: 'number', unsigned: true }).notNull(),
    sha256: asciiText('sha256', { length: 64 }),
    broughtBy: text('brought_by', { length: 255 }).notNull(),
    state: mysqlEnum('state', importStates).notNull(),
    attempt: tinyint('attempt', { unsigned: true }).notNull().default(0),
    phase: asciiText('phase', { length: 32 }),
    progressRows: bigint('progress_rows', { mode: 'number', unsigned: true }).notNull().default(0),
    progressOf: bigint('progress_of', { mode: 'number', unsigned: true }).notNull().default(0),
    worker: text('worker', { length: 255 }),
    leaseUntil: instant('lease_until'),
    createdAt: instant('created_at').notNull(),
    claimedAt: instant('claimed_at'),
    publishedAt: instant('published_at'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    undoneAt: instant('undone_at'),
    /** Since when the administrators' mails about its end are written, or need not be. */
    reportedAt: instant('reported_at'),
    failureCode: mysqlEnum('failure_code', failureCodes),
    failureText: longText('failure_text'),
    newestAt: exactInstant('newest_at'),
    receipt: jsonText<Receipt>('receipt'),
  },
  (table) => [
    index('imports_of_course').on(table.courseId, table.id),
    index('imports_by_state').on(table.state, table.leaseUntil),
    index('imports_to_report').on(table.reportedAt, table.state),
    // Lists are searched and sorted in these, without reading the rows with their long receipts.
    index('imports_by_file_name').on(table.fileName, table.courseId, table.state),
    index('imports_by_size').on(table.sizeBytes),
  ],
)

/**
 * What a row of `lms_users`, `resources` or `attempts` was before an import changed it, so that the
 * import can be undone. New rows need no entry: they bear the import's id.
 */
export const importChanges = mysqlTable(
  'import_changes',
  {
    courseId: courseId(),
    importId: importId(),
    changeNo: int('change_no', { unsigned: true }).notNull(),
    table: mysqlEnum('table_name', ['lms_users', 'resources', 'attempts']).notNull(),
    before: jsonText<Record<string, unknown>>('before').notNull(),
  },
  (table) => [primaryKey({ columns: [table.courseId, table.importId, table.changeNo] })],
)
