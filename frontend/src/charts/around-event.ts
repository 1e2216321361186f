import { clampSpan, type DaySpan } from './time-scale.ts'

/** Visits of some whole days. `known` is how many of them an export has told of. */
export interface DaysSum {
  span: DaySpan
  visits: number
  known: number
}

/** Null where the course has no such days: before its first or after its last. */
export interface AroundEvent {
  before: DaysSum | null
  during: DaysSum
  after: DaysSum | null
}

/**
 * Visits in the `window` days before an event's first day, on its own days, and in the `window` days after
 * its last. Whole days, because a day's visits are not known by the hour.
 */
export function aroundEvent(
  event: { start: number; end: number },
  visits: readonly number[],
  known: number,
  window = 7,
): AroundEvent {
  const days = visits.length
  const sum = ({ from, to }: DaySpan): DaysSum => {
    const told = Math.max(0, Math.min(to, known) - from)
    const total = visits.slice(from, from + told).reduce((all, day) => all + day, 0)
    return { span: { from, to }, visits: total, known: told }
  }
  const first = Math.floor(event.start)
  // An end at midnight belongs to the day that it closes.
  const last = Math.max(first, Math.ceil(event.end) - 1)
  const before = { from: Math.max(0, first - window), to: Math.min(first, days) }
  const after = { from: Math.max(0, last + 1), to: Math.min(last + 1 + window, days) }
  return {
    before: before.to > before.from ? sum(before) : null,
    during: sum(clampSpan({ from: first, to: last + 1 }, days)),
    after: after.to > after.from ? sum(after) : null,
  }
}
