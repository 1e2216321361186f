import type { DailyMetrics } from '#shared/figures.ts'
import { coverageOfDay, type Coverage } from '../../charts/coverage.ts'
import { weekOfSpan, type DaySpan } from '../../charts/time-scale.ts'

type Day = DailyMetrics['days'][number]
export type MetricName = Exclude<keyof Day, 'day'>
export const metricNames = [
  'uniquePages',
  'students',
  'sessions',
  'averageSessionMinutes',
  'averagePagesPerSession',
] as const satisfies readonly MetricName[]

/**
 * A metric over some days. `figure` is their sum for sessions; for the others the middle day's value: pages
 * and students of a day cannot be added up, and neither can averages. A day without sessions has no
 * average.
 */
export interface MetricReading {
  name: MetricName
  figure: number | null
  /** By day, as far as there are data. */
  values: number[]
  /** Days with data, of those asked for, and how many of them the figure is made of. */
  known: number
  days: number
  counted: number
  /** The same of the week before; null where there is none to compare with, or one of the two is incomplete. */
  before: number | null
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

const averages: readonly MetricName[] = ['averageSessionMinutes', 'averagePagesPerSession']

function figureOf(
  name: MetricName,
  days: readonly Day[],
): { figure: number | null; counted: number } {
  const isAverage = averages.includes(name)
  const values = days.filter(({ sessions }) => !isAverage || sessions > 0).map((day) => day[name])
  const sum = values.reduce((all, value) => all + value, 0)
  const hasSum = name === 'sessions' && values.length > 0
  return { figure: hasSum ? sum : median(values), counted: values.length }
}

function isComplete({ from, to }: DaySpan, coverage: Coverage): boolean {
  return from >= 0 && coverageOfDay(coverage, to - 1) === 'full'
}

/** `days` are those of the whole course. */
export function readMetric(
  name: MetricName,
  days: readonly Day[],
  span: DaySpan,
  coverage: Coverage,
): MetricReading {
  const daysOf = ({ from, to }: DaySpan) =>
    days.slice(Math.max(0, from), Math.min(to, coverage.known))
  const own = daysOf(span)
  const weekBefore = { from: span.from - 7, to: span.from }
  const isComparable =
    weekOfSpan(span) !== null && isComplete(weekBefore, coverage) && isComplete(span, coverage)
  return {
    name,
    ...figureOf(name, own),
    values: own.map((day) => day[name]),
    known: own.length,
    days: span.to - span.from,
    before: isComparable ? figureOf(name, daysOf(weekBefore)).figure : null,
  }
}

/** Change in percent of what was; null where there was nothing. */
export function percentChange(before: number, now: number): number | null {
  return before === 0 ? null : ((now - before) / before) * 100
}
