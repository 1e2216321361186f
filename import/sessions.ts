import type { VisitList } from './visit-list.ts'

const microsPerMinute = 60_000_000

/** Runs of visits, in time order; one array a property. */
export interface SessionList {
  /** Microseconds since the course's start. */
  starts: number[]
  /** Whole minutes from first to last visit, cut off. */
  minutes: number[]
  visits: number[]
}

export const noSessions = (): SessionList => ({ starts: [], minutes: [], visits: [] })

/**
 * The sessions of one student's visits, which are in time order. A pause of more than `gapMinutes` whole
 * minutes (seconds cut off: with 40, 40:59 stays and 41:00 splits) begins a new one.
 */
export function sessionsOf(visits: VisitList, gapMinutes: number): SessionList {
  const sessions = noSessions()
  const splittingMicros = (gapMinutes + 1) * microsPerMinute
  let first = 0
  let previousAt = visits.length > 0 ? visits.at(0) : 0
  for (let index = 1; index <= visits.length; index++) {
    const at = index < visits.length ? visits.at(index) : Infinity
    if (at - previousAt >= splittingMicros) {
      const start = visits.at(first)
      sessions.starts.push(start)
      sessions.minutes.push(Math.floor((previousAt - start) / microsPerMinute))
      sessions.visits.push(index - first)
      first = index
    }
    previousAt = at
  }
  return sessions
}

/** How two lists of sessions differ: all but a common beginning and a common end. */
export interface SessionChange {
  before: SessionList
  after: SessionList
}

export function sessionChange(before: SessionList, after: SessionList): SessionChange {
  const most = Math.min(before.starts.length, after.starts.length)
  let head = 0
  while (head < most && same(before, head, after, head)) head++
  let beforeEnd = before.starts.length
  let afterEnd = after.starts.length
  while (beforeEnd > head && afterEnd > head && same(before, beforeEnd - 1, after, afterEnd - 1)) {
    beforeEnd--
    afterEnd--
  }
  return { before: slice(before, head, beforeEnd), after: slice(after, head, afterEnd) }
}

/** A list after a change in it: whatever began between the first and the last that differ is replaced. */
export function changedSessions(list: SessionList, change: SessionChange): SessionList {
  const span = spanOf(change)
  if (!span) return list
  if (list.starts.length === 0) return change.after
  const head = list.starts.findIndex((start) => start >= span.from)
  const tail = list.starts.findIndex((start) => start > span.to)
  const before = slice(list, 0, head < 0 ? list.starts.length : head)
  const after = slice(list, tail < 0 ? list.starts.length : tail, list.starts.length)
  return joined(joined(before, change.after), after)
}

/** From the first to the last start of a session that differs; null where none does. */
export function spanOf({ before, after }: SessionChange): { from: number; to: number } | null {
  const starts = [...before.starts.slice(0, 1), ...after.starts.slice(0, 1)]
  const ends = [...before.starts.slice(-1), ...after.starts.slice(-1)]
  return starts.length === 0 ? null : { from: Math.min(...starts), to: Math.max(...ends) }
}

function joined(a: SessionList, b: SessionList): SessionList {
  return {
    starts: [...a.starts, ...b.starts],
    minutes: [...a.minutes, ...b.minutes],
    visits: [...a.visits, ...b.visits],
  }
}

function same(a: SessionList, index: number, b: SessionList, other: number): boolean {
  return (
    a.starts[index] === b.starts[other] &&
    a.minutes[index] === b.minutes[other] &&
    a.visits[index] === b.visits[other]
  )
}

function slice(list: SessionList, from: number, to: number): SessionList {
  return {
    starts: list.starts.slice(from, to),
    minutes: list.minutes.slice(from, to),
    visits: list.visits.slice(from, to),
  }
}
