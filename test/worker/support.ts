import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { pino } from 'pino'
import type { Job } from '#lib/jobs.ts'
import type { WorkerContext } from '#worker/context.ts'
import { createWorkerMetrics } from '#worker/metrics.ts'

export const silent = pino({ level: 'silent' })

/** Tries again until `condition` gives something; the test's own time-out ends a wait in vain. */
export async function until<T>(condition: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const value = await condition()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Does nothing for a job but note it down. */
export const noteIn = (jobs: Job[]) => (job: Job) => {
  jobs.push(job)
  return Promise.resolve()
}

/** Temporary directories as a worker has them; `drop` is the watched one. */
export async function createDirectories() {
  const root = await mkdtemp(join(tmpdir(), 'cloop-test-'))
  const drop = join(root, 'drop')
  const directories = {
    imports: [drop],
    processing: join(root, 'processing'),
    errorLogs: join(root, 'errors'),
    archive: join(root, 'archive'),
  }
  for (const path of [drop, directories.processing, directories.errorLogs, directories.archive]) {
    await mkdir(path)
  }
  return { root, drop, directories, remove: () => rm(root, { recursive: true, force: true }) }
}

/** A context whose broker only notes down what is published. */
export function createContext(
  pool: Pool,
  directories: WorkerContext['directories'],
  imports: Partial<WorkerContext['imports']> = {},
): WorkerContext & { published: Job[] } {
  const published: Job[] = []
  return {
    pool,
    published,
    broker: {
      publish: noteIn(published),
      waiting: () => Promise.resolve({ import: 0, mail: 0, task: 0, dead: 0 }),
    },
    log: silent,
    metrics: createWorkerMetrics(),
    directories,
    imports: {
      enabled: true,
      settleSeconds: 5,
      settleTimeoutSeconds: 600,
      maxUploadBytes: 1e9,
      maxEntryBytes: 1e9,
      maxRatio: 1000,
      maxAttempts: 3,
      keepDays: 30,
      keepRejectedDays: 90,
      leaseSeconds: 60,
      ...imports,
    },
    mail: {
      isOn: false,
      importAdmins: [],
      baseUrl: 'https://cloop.example.edu',
      timeZone: 'UTC',
    },
    sessionGapMinutes: 40,
    courseKeepDays: null,
    worker: 'test-worker',
    stopping: new AbortController().signal,
  }
}

export async function insertServer(pool: Pool, name: string): Promise<number> {
  const [{ insertId }] = await pool.query<ResultSetHeader>(
    'INSERT INTO lms_servers (name, created_at) VALUES (?, UTC_TIMESTAMP(6))',
    [name],
  )
  return insertId
}

export async function insertCourse(
  pool: Pool,
  course: { serverId: number; code: string; startDate?: string; weeks?: number; timeZone?: string },
): Promise<number> {
  const { serverId, code, startDate = '2017-10-02', weeks = 10, timeZone = 'UTC' } = course
  const [{ insertId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO course_offerings (lms_server_id, code, title, start_date, weeks, time_zone, created_at)
     VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))`,
    [serverId, code, code, startDate, weeks, timeZone],
  )
  return insertId
}

export async function rowsOf<Row>(pool: Pool, sql: string, values: unknown[] = []): Promise<Row[]> {
  const [rows] = await pool.query<RowDataPacket[]>(sql, values)
  return rows as Row[]
}

/** The smallest whole zip: no entries, only the end record. */
export const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])

/** A claimed import that waits for a worker; `changes` are columns and their values. */
export async function insertQueued(
  pool: Pool,
  courseId: number,
  changes: Record<string, unknown> = {},
): Promise<number> {
  const row = {
    course_id: courseId,
    file_name: '1_BIO_1.zip',
    size_bytes: 22,
    brought_by: 'directory',
    state: 'queued',
    ...changes,
  }
  const [{ insertId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO imports SET ?, created_at = UTC_TIMESTAMP(6),
            claimed_at = COALESCE(claimed_at, UTC_TIMESTAMP(6))`,
    [row],
  )
  return insertId
}
