import type { DailyVisits } from '#shared/figures.ts'
import { coverageOfDay, type Coverage } from '../../charts/coverage.ts'
import { weekOfSpan, type DaySpan } from '../../charts/time-scale.ts'

/** Visits of all categories together, by day. */
export function visitsByDay({ days }: DailyVisits): number[] {
  return days.map(({ content, communication, assessment }) => content + communication + assessment)
}

export interface WhatHappened {
  visits: number
  /** Days of the span that have data. */
  known: number
  /** The whole span is over and known. */
  isComplete: boolean
  /** The day with the most visits; null if there were none. The earliest of equals. */
  busiest: { day: number; visits: number } | null
  /** Visits of the week before, where both weeks are complete. */
  before: number | null
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

/** `visits` by day of the whole course. */
export function whatHappened(
  visits: readonly number[],
  { from, to }: DaySpan,
  coverage: Coverage,
): WhatHappened {
  const own = visits.slice(from, Math.min(to, coverage.known))
  const highest = Math.max(0, ...own)
  const isComplete = coverageOfDay(coverage, to - 1) === 'full'
  const isComparable = weekOfSpan({ from, to }) !== null && from >= 7 && isComplete
  return {
    visits: sum(own),
    known: own.length,
    isComplete,
    busiest: highest > 0 ? { day: from + own.indexOf(highest), visits: highest } : null,
    before: isComparable ? sum(visits.slice(from - 7, from)) : null,
  }
}
