/**
 * How much several workers import side by side, each course by one of them:
 * `npm run bench -- workers --courses 8 --visits 250000 --students 300 --workers 1,2,4 --rounds 3`. Real worker
 * processes, a broker and a database; the same exports for each number of workers, in turns.
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { RowDataPacket } from 'mysql2/promise'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import { zipPath } from '#lib/files.ts'
import { createProcesses } from '../support/processes.ts'
import { insertCourse, insertQueued, insertServer, until } from '../worker/support.ts'

const course = { startDate: '2026-02-23', weeks: 14, timeZone: 'Europe/Berlin' }
const { values } = parseArgs({
  options: {
    courses: { type: 'string', default: '8' },
    visits: { type: 'string', default: '250000' },
    students: { type: 'string', default: '300' },
    workers: { type: 'string', default: '1,2,4' },
    rounds: { type: 'string', default: '3' },
  },
})
const courses = Number(values.courses)
const visits = Number(values.visits)
const numbers = values.workers.split(',').map(Number)

const directory = await mkdtemp(join(tmpdir(), 'cloop-bench-'))
try {
  const path = join(directory, 'export.zip')
  await writeDemoExport({ ...course, students: Number(values.students), visits, seed: 1 }, path)
  console.log(`${courses} courses of ${visits} visits, ${cpus().length} processors`)
  const shares = new Map(numbers.map((workers): [number, number[]] => [workers, []]))
  for (let round = 0; round < Number(values.rounds); round++) {
    let first = 0
    for (const workers of numbers) {
      const seconds = await importAll(workers, path)
      first ||= seconds
      shares.get(workers)?.push(first / seconds)
      const rate = Math.round((courses * visits) / seconds)
      console.log(`${workers} workers: ${seconds.toFixed(2)} s, ${rate} visits/s`)
    }
  }
  for (const [workers, ratios] of shares) {
    const sorted = ratios.toSorted((a, b) => a - b).map((ratio) => ratio.toFixed(2))
    const median = sorted[Math.floor(sorted.length / 2)]
    console.log(
      `${workers} workers: ${median} times what ${numbers[0]} does (${sorted[0]} to ${sorted.at(-1)})`,
    )
  }
} finally {
  await rm(directory, { recursive: true })
}

/** Seconds from the first job in the queue to the end of the last import. */
async function importAll(workers: number, path: string): Promise<number> {
  const site = await createProcesses({ WORKER_CONCURRENCY: '1' })
  try {
    await Promise.all(Array.from({ length: workers }, () => site.start('worker')))
    const broker = await site.broker.open()
    const serverId = await insertServer(site.pool, 'LMS')
    const importIds: number[] = []
    for (let n = 0; n < courses; n++) {
      const courseId = await insertCourse(site.pool, { serverId, code: `C${n}`, ...course })
      const importId = await insertQueued(site.pool, courseId)
      await copyFile(path, zipPath(site.directories, importId))
      importIds.push(importId)
    }
    const startedAt = performance.now()
    for (const importId of importIds) await broker.publish({ job: 'import-course', importId })
    await until(async () => {
      const [[row]] = await site.pool.query<RowDataPacket[]>(
        "SELECT COUNT(*) AS done, COUNT(IF(state = 'failed', 1, NULL)) AS failed FROM imports WHERE state IN ('succeeded', 'failed')",
      )
      if (Number(row?.failed) > 0) throw new Error('an import failed')
      return Number(row?.done) === courses
    })
    return (performance.now() - startedAt) / 1000
  } finally {
    await site.close()
  }
}
