/**
 * Reads exports, each as an import does, in a process of its own, and prints what that took as one line of JSON:
 * `node read-child.ts <zip>…`.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { openArchive } from '#import/blackboard/archive.ts'
import { readTable } from '#import/blackboard/tables.ts'
import { ExportUnusable } from '#import/problems.ts'
import { exportFiles } from '#shared/import.ts'
import { defaultLimits } from '../read-archive.ts'

export interface ReadCost {
  outcome: string
  rows: number
  /** Of the file, or of several readings of it. */
  bytesRead: number
}

export interface ReadCosts {
  files: Record<string, ReadCost>
  /** By how much the process grew beyond what it had when it began to read. */
  grownMebibytes: number
}

const ownNumber = (file: string, pattern: RegExp) =>
  Number(pattern.exec(readFileSync(`/proc/self/${file}`, 'utf8'))?.[1])

async function cost(path: string): Promise<ReadCost> {
  const before = ownNumber('io', /rchar: (\d+)/)
  let rows = 0
  const outcome = await (async () => {
    const archive = await openArchive(path, defaultLimits)
    try {
      for (const file of exportFiles) await readTable(archive, file, { onRow: () => rows++ })
    } finally {
      await archive.close()
    }
  })().then(
    () => 'ok',
    (error: unknown) => (error instanceof ExportUnusable ? error.code : String(error)),
  )
  return { outcome, rows, bytesRead: ownNumber('io', /rchar: (\d+)/) - before }
}

const [warmUp = '', ...paths] = process.argv.slice(2)
await cost(warmUp)
const atFirst = ownNumber('status', /VmHWM:\s+(\d+)/)
const costs: ReadCosts = { files: {}, grownMebibytes: 0 }
for (const path of paths) costs.files[basename(path)] = await cost(path)
costs.grownMebibytes = (ownNumber('status', /VmHWM:\s+(\d+)/) - atFirst) / 1024
process.stdout.write(JSON.stringify(costs))
