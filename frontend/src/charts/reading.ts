import { addDays } from '#shared/calendar-days.ts'
import { counted, formatDay, formatDays, formatNumber } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import type { AroundEvent, DaysSum } from './around-event.ts'
import { coverageOfDay, type Coverage } from './coverage.ts'
import type { DailySeries } from './daily-option.ts'
import { touchesDay, type PlacedEvent } from './placed-event.ts'
import type { DaySpan } from './time-scale.ts'

/** One day of a chart as it is read out. */
export interface DayReading {
  title: string
  /** What is not known about the day, if anything. */
  coverage: string | null
  figures: { series: DailySeries; value: string }[]
  events: PlacedEvent[]
}

interface Chart {
  startDate: string
  series: readonly DailySeries[]
  coverage: Coverage
  events: readonly PlacedEvent[]
}

export function readDay(day: number, { startDate, series, coverage, events }: Chart): DayReading {
  const known = coverageOfDay(coverage, day)
  const notes = { full: null, partial: texts.charts.partialDay, none: texts.charts.noExportYet }
  const week = texts.shell.week(Math.floor(day / 7) + 1)
  return {
    title: `${formatDay(addDays(startDate, day), 'weekday')} · ${week}`,
    coverage: notes[known],
    figures: series.map((one) => ({
      series: one,
      value: known === 'none' ? '–' : formatNumber(one.values[day] ?? 0),
    })),
    events: events.filter((event) => touchesDay(event, day)),
  }
}

/** A reading in one sentence, for those who listen. */
export function sayDay({ title, coverage, figures, events }: DayReading): string {
  const values = figures.map(({ series, value }) => `${series.name} ${value}`)
  return [title, coverage, ...values, ...events.map((event) => event.title)]
    .filter(Boolean)
    .join(', ')
}

export function nameDays({ from, to }: DaySpan, startDate: string): string {
  return formatDays(addDays(startDate, from), addDays(startDate, to - 1))
}

/** A sum of days with its base: `7 days before`, `412 visits`, `31 Aug – 6 Sep`. */
export interface SumReading {
  side: 'before' | 'during' | 'after'
  name: string
  value: string
  days: string
}

const dayForms = { one: 'day', other: 'days' }

function readSum(side: SumReading['side'], sum: DaysSum | null, startDate: string): SumReading[] {
  if (!sum) return []
  const count = counted(sum.span.to - sum.span.from, dayForms)
  const isCut = sum.known < sum.span.to - sum.span.from
  const days = nameDays(sum.span, startDate)
  return [
    {
      side,
      name: texts.charts.around[side](count, sum.span.to - sum.span.from),
      value: sum.known === 0 ? texts.charts.noExportYet : texts.shell.visits(sum.visits),
      days: isCut && sum.known > 0 ? `${days}, ${texts.charts.knownDays(sum.known)}` : days,
    },
  ]
}

export function readAround(
  { before, during, after }: AroundEvent,
  startDate: string,
): SumReading[] {
  return [
    ...readSum('before', before, startDate),
    ...readSum('during', during, startDate),
    ...readSum('after', after, startDate),
  ]
}

export const saySums = (sums: readonly SumReading[]): string =>
  sums.map(({ name, value }) => `${name}: ${value}`).join(', ')
