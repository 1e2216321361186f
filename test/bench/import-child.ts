/** One import in a process of its own, for `import.ts`: prints what it cost as one line of JSON. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPool, type DatabaseSettings } from '#drizzle/pool.ts'
import { importCourse } from '#import/import-course.ts'

export interface ImportTask {
  database: DatabaseSettings
  importId: number
  zipPath: string
}

export interface ImportCost {
  seconds: number
  peakMebibytes: number
  cpuSeconds: number
  /** From the first to the last moment of each phase. */
  phases: Record<string, number>
  stored: number
  sessions: number
}

async function main() {
  const { database, importId, zipPath } = JSON.parse(process.argv[2] ?? '{}') as ImportTask
  const pool = openPool(database, 3)
  await pool.query('SELECT 1')
  const workDirectory = await mkdtemp(join(tmpdir(), 'cloop-bench-'))
  const phases: Record<string, number> = {}
  let last = { phase: 'opening', at: performance.now() }
  const turnTo = (phase: string) => {
    const at = performance.now()
    phases[last.phase] = (phases[last.phase] ?? 0) + (at - last.at) / 1000
    last = { phase, at }
  }
  const startedAt = performance.now()
  const receipt = await importCourse(
    pool,
    { importId, zipPath, workDirectory, onProgress: ({ phase }) => turnTo(phase) },
    { maxEntryBytes: 8 * 2 ** 30, maxRatio: 1000, sessionGapMinutes: 40 },
  )
  const seconds = (performance.now() - startedAt) / 1000
  turnTo('')
  const cpu = process.cpuUsage()
  const cost: ImportCost = {
    ...{ seconds, phases },
    peakMebibytes:
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    stored: receipt.files['activity.txt'].stored,
    sessions: receipt.sessions.after,
  }
  console.log(JSON.stringify(cost))
  await rm(workDirectory, { recursive: true })
  await pool.end()
}

await main()
