import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ExportFile } from '#shared/import.ts'
import { activityRows } from './activity-rows.ts'
import { makeDemoCourse, type DemoCourse } from './demo-course.ts'
import type { DemoOptions } from './options.ts'
import { attemptRows, exportSpan, forumRows, resourceRows, userRows, type Span } from './rows.ts'

type Rows = (course: DemoCourse, span: Span) => Iterable<string>

/** What each file of the export is made of, in the order in which they are written. */
export const exportRows: Record<ExportFile, Rows> = {
  'all_user.txt': userRows,
  'all_resources.txt': resourceRows,
  'forums.txt': forumRows,
  'assessments.txt': attemptRows,
  'activity.txt': activityRows,
}

const rowsPerChunk = 4096

/** Rows written to each file, its header not counted. */
export type RowCounts = Record<ExportFile, number>

/**
 * Writes a demo course's export to `path`, which appears when it is whole. Memory does not grow with
 * the visits. The zip is the same byte for byte for the same options on the same kind of machine
 * (zlib packs differently on others; what is in the files is the same everywhere).
 */
export async function writeDemoExport(
  options: DemoOptions,
  path: string,
  onProgress: (rows: RowCounts) => void = () => {},
): Promise<RowCounts> {
  const course = makeDemoCourse(options)
  const span = exportSpan(course)
  const counts = {} as RowCounts
  const zip = new ZipFile()
  // The zip's own clock has no zone: a time of the process's makes the same bytes in every zone.
  const [year = 2000, month = 1, day = 1] = lastDate(course).split('-').map(Number)
  const mtime = new Date(year, month - 1, day)
  for (const [name, rows] of Object.entries(exportRows) as [ExportFile, Rows][]) {
    counts[name] = 0
    const onRows = (number: number) => {
      counts[name] += number
      onProgress(counts)
    }
    zip.addReadStreamLazy(name, { mtime, mode: 0o100600, forceDosTimestamp: true }, (give) =>
      give(null, Readable.from(chunks(rows(course, span), onRows))),
    )
  }
  zip.on('error', (error: Error) => (zip.outputStream as Readable).destroy(error))
  zip.end()
  const unfinished = `${path}.part`
  try {
    await pipeline(zip.outputStream, createWriteStream(unfinished, { mode: 0o600 }))
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return counts
}

function lastDate({ options, plan }: DemoCourse): string {
  return options.until?.slice(0, 10) ?? plan.days.at(-1)?.date ?? options.startDate
}

/** Lines in pieces of some hundred kilobytes. The first line is the header and is not counted. */
function* chunks(lines: Iterable<string>, onRows: (rows: number) => void): Generator<Buffer> {
  let text = ''
  let rows = -1
  for (const line of lines) {
    text += line
    if (++rows < rowsPerChunk) continue
    yield Buffer.from(text)
    onRows(rows)
    text = ''
    rows = 0
  }
  yield Buffer.from(text)
  onRows(rows)
}
