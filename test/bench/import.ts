/**
 * Imports against what the database itself needs for the same rows, taken in turns:
 * `node test/bench/import.ts --visits 1000000 --students 1000 --pairs 5 [--further 1000] [--uniform]`.
 * Needs DB_HOST, DB_PORT, DB_USER and DB_PASSWORD of a server that allows `local_infile`; makes and drops a
 * database of its own. `--further` also imports that many new visits into the full course; `--uniform` makes
 * visits without any habit in them, the worst case, in place of a realistic course.
 */
import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs, promisify } from 'node:util'
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { exportZipFrom } from './further-zip.ts'
import type { ImportCost } from './import-child.ts'
import { writeUniformExport } from './uniform-zip.ts'

const course = { startDate: '2026-02-23', weeks: 14, timeZone: 'Europe/Berlin' }
const run = promisify(execFile)
/** How `npm run worker` starts. */
const asWorker = ['--max-semi-space-size=4']
const { values } = parseArgs({
  options: {
    visits: { type: 'string', default: '1000000' },
    students: { type: 'string', default: '1000' },
    pairs: { type: 'string', default: '5' },
    further: { type: 'string', default: '0' },
    uniform: { type: 'boolean', default: false },
  },
})
const [visits, students, pairs, further] = [
  ...[values.visits, values.students, values.pairs, values.further].map(Number),
] as [number, number, number, number]

const directory = await mkdtemp(join(tmpdir(), 'cloop-bench-'))
const database = await createTestDatabase()
try {
  await main(database)
} finally {
  await database.drop()
  await rm(directory, { recursive: true })
}

async function main({ pool }: TestDatabase) {
  const zipPath = join(directory, 'export.zip')
  if (values.uniform) await writeUniformExport({ ...course, students, visits }, zipPath)
  else await writeDemoExport({ ...course, students, visits, seed: 1 }, zipPath)
  const kind = values.uniform ? 'uniformly random' : 'realistic'
  console.log(`${visits} ${kind} visits of ${students} students, ${cpus().length} processors`)
  const tsvPath = join(directory, 'visits.tsv')
  const ratios: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    await emptyTables(pool)
    const before = await databaseCpu(pool)
    const cost = await importOnce(pool, zipPath)
    const between = await databaseCpu(pool)
    if (pair === 0) await writeSorted(pool, tsvPath)
    const beforeFloor = await databaseCpu(pool)
    const floor = await loadOnce(pool, tsvPath)
    const after = await databaseCpu(pool)
    ratios.push(cost.seconds / floor)
    console.log(
      `import ${describe(cost)}; floor ${floor.toFixed(2)} s; ratio ${(cost.seconds / floor).toFixed(2)}`,
    )
    console.log(
      `  database cpu: import ${(between - before).toFixed(2)} s, floor ${(after - beforeFloor).toFixed(2)} s`,
    )
  }
  const sorted = ratios.toSorted((a, b) => a - b).map((ratio) => ratio.toFixed(2))
  console.log(
    `ratio: least ${sorted[0]}, median ${sorted[Math.floor(pairs / 2)]}, most ${sorted.at(-1)}`,
  )
  if (further > 0) {
    const furtherPath = join(directory, 'further.zip')
    await exportZipFrom(pool, further, furtherPath)
    console.log(`${further} more: ${describe(await importOnce(pool, furtherPath))}`)
    console.log(`the same again: ${describe(await importOnce(pool, furtherPath))}`)
  }
}

function describe({ seconds, peakMebibytes, cpuSeconds, stored, sessions, phases }: ImportCost) {
  const parts = Object.entries(phases).map(([phase, part]) => `${phase} ${part.toFixed(2)}`)
  return (
    `${seconds.toFixed(2)} s (${Math.round(stored / seconds)} visits/s, ${stored} stored, ${sessions} sessions, ` +
    `cpu ${cpuSeconds.toFixed(2)} s, peak ${Math.round(peakMebibytes)} MiB: ${parts.join(', ')})`
  )
}

/** A course and an import of its own each time but the tables start empty. */
async function emptyTables(pool: Pool) {
  const [tables] = await pool.query<RowDataPacket[]>(
    `SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_name <> 'schema_migrations'`,
  )
  for (const { name } of tables) await pool.query(`TRUNCATE ${name}`)
  await pool.query(
    `INSERT INTO course_offerings (code, title, start_date, weeks, time_zone, created_at)
    VALUES ('BENCH', 'Bench', ?, ?, ?, NOW())`,
    [course.startDate, course.weeks, course.timeZone],
  )
}

async function importOnce(pool: Pool, zipPath: string): Promise<ImportCost> {
  const [{ insertId: importId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at)
    VALUES (1, 'bench.zip', 1, 'bench', 'running', NOW())`,
  )
  const task = { database: database.settings, importId, zipPath }
  const child = join(import.meta.dirname, 'import-child.ts')
  const { stdout } = await run(process.execPath, [...asWorker, child, JSON.stringify(task)])
  return JSON.parse(stdout) as ImportCost
}

/** The ready-made file: the stored visits in the order of the primary key. */
async function writeSorted(pool: Pool, path: string) {
  const connection = await pool.getConnection()
  const query = (connection.connection as unknown as import('mysql2').Connection).query({
    sql: 'SELECT course_id, user_no, CAST(at AS CHAR), resource_no, import_id FROM visits ORDER BY 1, 2, at, 4',
    rowsAsArray: true,
  })
  const lines = query.stream().map((row: unknown[]) => `${row.join('\t')}\n`)
  await pipeline(lines, createWriteStream(path))
  connection.release()
}

/** Processor seconds that the server has used so far, where it runs on this machine as this user; else NaN. */
async function databaseCpu(pool: Pool): Promise<number> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    'SELECT @@datadir AS datadir, @@pid_file AS pid',
  )
  const pid = await readFile(resolve(String(row?.datadir), String(row?.pid)), 'utf8').catch(
    () => '',
  )
  const stat = await readFile(`/proc/${pid.trim()}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function loadOnce(pool: Pool, path: string): Promise<number> {
  await pool.query('CREATE TABLE floor LIKE visits')
  const startedAt = performance.now()
  await pool.query({
    sql: "LOAD DATA LOCAL INFILE 'rows' INTO TABLE floor",
    infileStreamFactory: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
  })
  const seconds = (performance.now() - startedAt) / 1000
  await pool.query('DROP TABLE floor')
  return seconds
}
