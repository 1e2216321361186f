import { open } from 'node:fs/promises'
import { hasCode } from '#lib/files.ts'
import { exportFiles, skipReasons, type ExportFile, type SkipReason } from '#shared/import.ts'

export interface Reject {
  file: ExportFile
  line: number
  reason: SkipReason
  /** The row, cut. */
  text: string
}

/** Of a file of rejects that is longer, the rest is not looked at. */
const mostBytes = 16 * 2 ** 20
/** Of one record, more or less. */
const mostCharacters = 500

/**
 * Up to `most` rows of a file of rejects, in their order. Of each file and reason about equally many, so that
 * a thousand rows of one kind do not hide the three of another. Empty if there is no such file.
 */
export async function sampleRejects(path: string, most: number): Promise<Reject[]> {
  const kinds = new Map<string, Reject[]>()
  for await (const reject of readRejects(path)) {
    const kind = `${reject.file} ${reject.reason}`
    const some = kinds.get(kind) ?? []
    kinds.set(kind, some)
    if (some.length < most) some.push(reject)
  }
  return shareOut([...kinds.values()], most)
}

/** The kinds with few rows first, so that what they leave falls to the others. */
function shareOut(kinds: Reject[][], most: number): Reject[] {
  let left = most
  const chosen = kinds
    .toSorted((a, b) => a.length - b.length)
    .flatMap((some, index) => {
      const share = some.slice(0, Math.ceil(left / (kinds.length - index)))
      left -= share.length
      return share
    })
  return chosen.toSorted(
    (a, b) => exportFiles.indexOf(a.file) - exportFiles.indexOf(b.file) || a.line - b.line,
  )
}

/** As `file,line,reason,"text"`: the text may hold line ends, its quotes are doubled. */
async function* readRejects(path: string): AsyncGenerator<Reject> {
  let record = ''
  let isInText = false
  for await (const line of readLines(path)) {
    if (!isInText) record = line
    else if (record.length < mostCharacters) record += `\n${line}`
    const quotes = line.split('"').length - 1
    if (quotes % 2 === 1) isInText = !isInText
    const reject = isInText ? undefined : rejectOf(record)
    if (reject) yield reject
  }
}

async function* readLines(path: string): AsyncGenerator<string> {
  try {
    await using handle = await open(path)
    yield* handle.readLines({ encoding: 'utf8', end: mostBytes - 1, autoClose: false })
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

/** Undefined for the line of headings, and for what was cut off with the rest of the file. */
function rejectOf(record: string): Reject | undefined {
  const [start, name, line, word] = /^([\w.]+),(\d+),(\w+),"/.exec(record) ?? []
  const file = exportFiles.find((known) => known === name)
  const reason = skipReasons.find((known) => known === word)
  if (!start || !file || !reason) return undefined
  const text = record.slice(start.length).replace(/"$/, '').replaceAll('""', '"')
  return { file, line: Number(line), reason, text: text.slice(0, mostCharacters) }
}
