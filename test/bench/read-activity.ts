/**
 * How fast an export is read, and with how much memory: `node test/bench/read-activity.ts [rows]`. Makes an
 * export with that many visits (1,000,000), then unpacks, checks and splits it and reads its timestamps.
 */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { openArchive } from '#import/blackboard/archive.ts'
import { Clock } from '#import/blackboard/clock.ts'
import { tableColumns } from '#import/blackboard/columns.ts'
import { readTable } from '#import/blackboard/tables.ts'
import { parseTimestamp } from '#import/blackboard/timestamp.ts'
import { exportFiles } from '#shared/import.ts'

const rowsAtOnce = 1000

function* activity(rows: number) {
  yield `${tableColumns['activity.txt'].required.join('|')}\n`
  for (let from = 0; from < rows; from += rowsAtOnce) {
    let text = ''
    for (let row = from; row < Math.min(rows, from + rowsAtOnce); row += 1) {
      const at = new Date(Date.UTC(2026, 6, 27) + row * 8000).toISOString().slice(0, 19)
      text += `_${1000 + ((row * 7919) % 500)}_1|_${500 + ((row * 104_729) % 300)}_1||${at}+10:00\n`
    }
    yield text
  }
}

async function writeExport(path: string, rows: number) {
  const zip = new ZipFile()
  for (const file of exportFiles) {
    const header = Buffer.from(`${tableColumns[file].required.join('|')}\n`)
    if (file === 'activity.txt') zip.addReadStream(Readable.from(activity(rows)), file)
    else zip.addBuffer(header, file)
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}

async function measure(path: string) {
  const archive = await openArchive(path, { maxEntryBytes: 8 * 2 ** 30, maxRatio: 1000 })
  const clock = new Clock('Australia/Melbourne')
  let peakBytes = 0
  const began = { at: performance.now(), cpu: process.cpuUsage() }
  const { rows, bytes } = await readTable(archive, 'activity.txt', {
    onRow: ({ cells }) => {
      if (parseTimestamp(cells[3], clock) === null) throw new Error(`no time: ${cells[3]}`)
    },
    afterChunk: () => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
    },
  })
  const seconds = (performance.now() - began.at) / 1000
  const { user, system } = process.cpuUsage(began.cpu)
  await archive.close()
  const mebibytes = (count: number) => `${Math.round(count / 2 ** 20)} MiB`
  console.log(
    `${rows} rows, ${mebibytes(bytes)}: ${seconds.toFixed(2)} s, ` +
      `${(rows / seconds / 1e6).toFixed(2)} million rows/s, ` +
      `${((user + system) / 1e6).toFixed(2)} s of processor time, ${mebibytes(peakBytes)} resident`,
  )
}

const directory = await mkdtemp(join(tmpdir(), 'cloop-bench-'))
try {
  const path = join(directory, 'export.zip')
  await writeExport(path, Number(process.argv[2] ?? 1_000_000))
  await measure(path)
} finally {
  await rm(directory, { recursive: true })
}
