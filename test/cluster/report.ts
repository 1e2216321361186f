import type { Click } from './clicks.ts'
import type { DroppedExport } from './drops.ts'
import type { Stop } from './stops.ts'
import type { ImportRow } from './verdict.ts'

interface Seen {
  stops: Stop[]
  clicks: Click[]
  dropped: DroppedExport[]
  imports: ImportRow[]
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)

/** A line for each stop: how long it took until imports and clicks went on. */
export function reportStops({ stops, clicks, dropped, imports }: Seen): string[] {
  const ended = imports.flatMap(({ finishedAt }) => (finishedAt ? [finishedAt.getTime()] : []))
  const endOf = new Map(imports.map(({ fileName, finishedAt }) => [fileName, finishedAt]))
  const answered = clicks.filter(({ ok }) => ok).map(({ at, ms }) => at + ms)
  const lines = stops.map((stop) => {
    const own = clicks.filter(({ at, ms }) => at + ms >= stop.at && at < stop.until)
    const failed = own.filter(({ ok }) => !ok)
    const times = dropped
      .map(({ fileName, at }) => ({ at, end: endOf.get(fileName)?.getTime() ?? Infinity }))
      .filter(({ end }) => end >= stop.at && end < stop.until)
      .map(({ at, end }) => end - at)
      .toSorted((a, b) => a - b)
    return [
      stop.what,
      seconds(longestRest(ended, stop)),
      `${seconds(times[Math.floor(times.length / 2)] ?? NaN)} / ${seconds(times.at(-1) ?? NaN)}`,
      seconds(longestRest(answered, stop)),
      `${failed.length} of ${own.length}${howOften(failed)}`,
      seconds(Math.max(...own.map(({ ms }) => ms))),
      stop.note,
    ].join(' | ')
  })
  const heads = [
    'stopped',
    'longest time without an import',
    'drop to figures: median / longest',
    'longest time without an answer',
    'failed clicks',
    'slowest click',
    '',
  ]
  return [heads.join(' | '), heads.map(() => '---').join(' | '), ...lines].map(
    (line) => `| ${line} |`,
  )
}

/** Seconds from the lease to the commit, of the imports of small and of large exports. */
export function reportImports({ dropped, imports }: Pick<Seen, 'dropped' | 'imports'>): string[] {
  const isLarge = new Map(dropped.map(({ fileName, isLarge }) => [fileName, isLarge]))
  return [false, true].map((large) => {
    const times = imports
      .filter(({ fileName, state }) => state === 'succeeded' && isLarge.get(fileName) === large)
      .map(({ startedAt, finishedAt }) => Number(finishedAt) - Number(startedAt))
      .toSorted((a, b) => a - b)
    const [median, most] = [0.5, 0.95].map((part) => times[Math.floor(times.length * part)] ?? NaN)
    return `${times.length} imports of ${large ? 'large' : 'small'} exports: ${median} ms (median), 95 % within ${most} ms`
  })
}

function howOften(clicks: Click[]): string {
  const groups = Map.groupBy(clicks, ({ how }) => how)
  const words = [...groups].map(([how, of]) => `${of.length} ${how}`)
  return words.length > 0 ? ` (${words.join(', ')})` : ''
}

/** The longest time in which nothing happened, from the stop on. */
function longestRest(times: number[], { at, until }: Stop): number {
  const inside = times.filter((time) => time > at && time < until).toSorted((a, b) => a - b)
  const next = times.filter((time) => time >= until).reduce((a, b) => Math.min(a, b), Infinity)
  const all = [at, ...inside, Math.min(next, until)]
  return Math.max(...all.slice(1).map((time, index) => time - (all[index] ?? time)))
}
