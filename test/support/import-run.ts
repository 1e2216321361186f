import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { importCourse, type ImportJob } from '#import/import-course.ts'
import { exportFiles, type ExportFile, type Receipt } from '#shared/import.ts'
import type { ZonedCourse } from '#shared/local-time.ts'
import { zipOf, type Part } from './broken-zips.ts'

export const importSettings = {
  maxEntryBytes: 8 * 2 ** 30,
  maxRatio: 1000,
  sessionGapMinutes: 40,
}

const headers = {
  'all_user.txt': 'user_key|username|firstname|lastname|email',
  'all_resources.txt': 'content_key|parent_content_key|title|resource_type',
  'forums.txt': 'forum_key|user_key|thread|post|timestamp',
  'assessments.txt': 'user_key|content_key|user_grade|timestamp',
  'activity.txt': 'user_key|content_key|forum_key|timestamp',
} as const satisfies Record<ExportFile, string>

/** Rows of an export, without headers; `header` where there are more columns than the required ones. */
export type TestExport = Partial<Record<ExportFile, string[]>> & {
  header?: Partial<Record<ExportFile, string>>
}

/** With other entries, where there shall be some. */
export function exportZip(rows: TestExport, others: Part[] = []): Buffer {
  const files = exportFiles.map((name) => ({
    name,
    data: [rows.header?.[name] ?? headers[name], ...(rows[name] ?? []), ''].join('\n'),
  }))
  return zipOf([...files, ...others])
}

let courses = 0

export async function createCourse(pool: Pool, course: ZonedCourse): Promise<number> {
  const [{ insertId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO course_offerings (code, title, start_date, weeks, time_zone, created_at)
    VALUES (?, 'A course', ?, ?, ?, UTC_TIMESTAMP(6))`,
    [`C${++courses}`, course.startDate, course.weeks, course.timeZone],
  )
  return insertId
}

interface Ran {
  importId: number
  receipt: Receipt
  rejects: string
}

/** Imports an export, given as rows, as a zip, or as the path of one, as a worker would. */
export async function runImport(
  pool: Pool,
  courseId: number,
  given: TestExport | Buffer | string,
  { settings, ...more }: Partial<ImportJob> & { settings?: Partial<typeof importSettings> } = {},
): Promise<Ran> {
  const [{ insertId: importId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at)
    VALUES (?, 'test.zip', 1, 'test', 'running', UTC_TIMESTAMP(6))`,
    [courseId],
  )
  const workDirectory = await mkdtemp(join(tmpdir(), 'cloop-import-'))
  try {
    const zipPath = typeof given === 'string' ? given : join(workDirectory, 'export.zip')
    if (typeof given !== 'string') {
      await writeFile(zipPath, Buffer.isBuffer(given) ? given : exportZip(given))
    }
    const receipt = await importCourse(
      pool,
      { importId, zipPath, workDirectory, ...more },
      { ...importSettings, ...settings },
    )
    const rejects = await readIfThere(join(workDirectory, 'rejects.csv'))
    return { importId, receipt, rejects }
  } finally {
    await rm(workDirectory, { recursive: true })
  }
}

export const figureTables = [
  'lms_sessions',
  'course_days',
  'course_hours',
  'category_weeks',
  'resource_days',
  'resource_weeks',
  'assessment_grades',
  'student_days',
  'student_weeks',
  'student_resources',
  'resource_splits',
  'student_splits',
] as const

/** Everything that imports write of a course, but the imports themselves. */
export const importTables = [
  ...figureTables,
  ...['lms_users', 'resources', 'visits', 'posts', 'attempts', 'import_changes'],
  'left_out_people',
]

/** Every figure of a course, as rows of text in the order of the primary keys, without the course's id. */
export async function figuresOf(pool: Pool, courseId: number): Promise<Record<string, string[]>> {
  return rowsOf(pool, figureTables, courseId)
}

export async function rowsOf(
  pool: Pool,
  tables: readonly string[],
  courseId: number,
): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const table of tables) {
    const key = table === 'course_offerings' ? 'id' : 'course_id'
    const [rows] = await pool.query<RowDataPacket[]>({
      sql: `SELECT * FROM ${table} WHERE ${key} = ${courseId}`,
      dateStrings: true,
    })
    all[table] = rows
      .map(({ course_id: _, ...row }) =>
        Object.entries(row)
          .map(([k, v]) => `${k}=${v}`)
          .join(' '),
      )
      .sort()
  }
  return all
}

async function readIfThere(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}
