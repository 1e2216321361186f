import { hasCode } from '#lib/files.ts'
import type { WorkerContext } from './context.ts'
import type { Look } from './look.ts'
import { withLock } from './named-lock.ts'
import { publishImports } from './publish-imports.ts'
import { takeDropped, type Clock, type Taken } from './take-dropped.ts'

/**
 * Takes what was dropped, as `takeDropped` does, and has it imported. Returns in words what it did, and what
 * could not be looked at: a share that went away is reported by each run until it is back, and keeps no other
 * directory from being scanned. Throws where none of them could be looked at.
 */
export async function scanImports(context: WorkerContext, clock?: Clock): Promise<string> {
  if (!context.imports.enabled) return 'importing is switched off'
  const onTaken = () => publishImports(context)
  const taken = await withScanLock(context, () => takeDropped(context, { clock, onTaken }))
  return taken ? summarise(context, taken) : 'another scan is at work'
}

/** Undefined, at once, where another process scans. */
export const withScanLock = <T>({ pool }: Pick<WorkerContext, 'pool'>, work: () => Promise<T>) =>
  withLock(pool, 'scan', work)

function summarise({ log, directories }: WorkerContext, { seen, tally }: Taken): string {
  if (seen.odd.length > 0) {
    log.warn({ count: seen.odd.length, names: seen.odd.slice(0, 20) }, 'odd things are left alone')
  }
  for (const { path, error } of seen.troubles) log.error({ err: error, path }, 'cannot look')
  const counts = [...tally, ['left alone', seen.uploads + seen.odd.length]] as const
  const done = counts.flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
  const text = [...troublesInWords(seen), ...done].join(', ')
  const missed = new Set(seen.troubles.map(({ path }) => path))
  if (directories.imports.every((directory) => missed.has(directory))) throw new Error(text)
  return text || 'nothing there'
}

const mostNamed = 5

/** What could not be looked at, a few by name: `cannot look at /mnt/drop (ENOENT)`. */
export function troublesInWords({ troubles }: Pick<Look, 'troubles'>): string[] {
  const named = troubles.slice(0, mostNamed).map(({ path, error }) => {
    const code = hasCode(error, 'ENOENT') ? 'it is missing' : codeOf(error)
    return `cannot look at ${path} (${code})`
  })
  const more = troubles.length - named.length
  return more > 0 ? [...named, `nor at ${more} more`] : named
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'see the log'
