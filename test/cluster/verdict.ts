import { readdir } from 'node:fs/promises'
import type { Pool } from 'mysql2/promise'
import { differences } from '../faults/differences.ts'
import { runImport } from '../support/import-run.ts'
import { rowsOf } from '../worker/support.ts'
import { asAdministrator, type startDatabases } from './databases.ts'
import type { DroppedExport } from './drops.ts'

export interface ImportRow {
  fileName: string
  state: string
  attempt: number
  startedAt: Date | null
  finishedAt: Date | null
}

export const importsOf = (pool: Pool, courses: number[]) =>
  rowsOf<ImportRow>(
    pool,
    `SELECT file_name AS fileName, state, attempt, started_at AS startedAt, finished_at AS finishedAt FROM imports
      WHERE course_id IN (?) ORDER BY id`,
    [courses],
  )

/** Each export was imported once, and ended as it should. Answers what is wrong, in words. */
export function judgeImports(rows: ImportRow[], dropped: DroppedExport[]): string[] {
  const troubles: string[] = []
  const states = Map.groupBy(rows, ({ fileName }) => fileName)
  for (const { fileName, isBroken } of dropped) {
    const found = (states.get(fileName) ?? []).map(({ state }) => state)
    const wanted = isBroken ? 'failed' : 'succeeded'
    if (found.length !== 1 || found[0] !== wanted) {
      troubles.push(`${fileName} must be ${wanted} once: ${found.join(', ') || 'it is lost'}`)
    }
  }
  if (rows.length !== dropped.length) {
    troubles.push(`${rows.length} imports of ${dropped.length} exports`)
  }
  return troubles
}

/** Facts, figures and receipts against the twins, which get the same exports now, one after the other. */
export async function judgeFigures(
  pool: Pool,
  { rough, calm }: { rough: number[]; calm: number[] },
  dropped: DroppedExport[],
): Promise<string[]> {
  for (const { course, zip, isBroken } of dropped) {
    const twin = calm[course]
    if (!isBroken && twin !== undefined) await runImport(pool, twin, zip)
  }
  const { lost, surplus } = await differences(pool, rough, calm)
  return [
    ...lost.slice(0, 5).map((line) => `lost: ${line}`),
    ...surplus.slice(0, 5).map((line) => `surplus: ${line}`),
    ...(lost.length + surplus.length > 0 ? [`${lost.length} lost, ${surplus.length} surplus`] : []),
  ]
}

/** What somebody was told is made is there, once. */
export async function judgeEvents(pool: Pool, courseId: number, made: string[]) {
  const rows = await rowsOf<{ title: string; count: number }>(
    pool,
    'SELECT title, COUNT(*) AS count FROM course_events WHERE course_id = ? GROUP BY title',
    [courseId],
  )
  const counts = new Map(rows.map(({ title, count }) => [title, count]))
  return made.flatMap((title) =>
    counts.get(title) === 1 ? [] : [`${title} is there ${counts.get(title) ?? 0} times`],
  )
}

export async function judgeDirectory(processing: string): Promise<string[]> {
  const left = await readdir(processing)
  return left.length > 0 ? [`left in the processing directory: ${left.join(', ')}`] : []
}

/** Primary and replica hold the same, table by table. Nothing may be written meanwhile. */
export async function judgeReplica({
  primary,
  replica,
}: Awaited<ReturnType<typeof startDatabases>>) {
  const [position] = await asAdministrator(primary, ['SELECT @@gtid_binlog_pos AS gtid'])
  await asAdministrator(replica, [`SELECT MASTER_GTID_WAIT('${position?.gtid}', 120)`])
  const tables = await asAdministrator(primary, [
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'cloop'",
  ])
  const sql = `CHECKSUM TABLE ${tables.map(({ name }) => `cloop.\`${name}\``).join(', ')}`
  const [ours, theirs] = await Promise.all([
    asAdministrator(primary, [sql]),
    asAdministrator(replica, [sql]),
  ])
  const sums = new Map(theirs.map(({ Table, Checksum }) => [Table, Checksum]))
  return ours
    .filter(({ Table, Checksum }) => sums.get(Table ?? '') !== Checksum)
    .map(({ Table }) => `${Table} differs on the replica`)
}
