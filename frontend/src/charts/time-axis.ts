import { daysIn, type DaySpan, type TimeScale } from './time-scale.ts'

/** A label below the axis, in the middle of what it names: one day, or a week from `day` on. */
export interface TimeLabel {
  at: number
  day: number
  unit: 'day' | 'week'
}

export interface TimeAxis {
  /** Where a day or a week begins. */
  ticks: number[]
  labels: TimeLabel[]
}

/** Up to two weeks are read by day, more by week. */
export const readsByDay = (span: DaySpan): boolean => daysIn(span) <= 14

/** Room that a label such as `28 Sep` takes with some air around it. */
const labelWidth = { day: 46, week: 52 }

function everyNth(count: number, unitWidth: number, needed: number): number {
  const least = Math.ceil(needed / unitWidth)
  // Steps in which people count weeks.
  return [1, 2, 3, 4, 5, 10, 20].find((step) => step >= least) ?? count
}

function dayLabels({ span, width }: TimeScale): TimeLabel[] {
  const step = everyNth(daysIn(span), width / daysIn(span), labelWidth.day)
  const days = Array.from({ length: daysIn(span) }, (_, index) => span.from + index)
  return days
    .filter((_, index) => index % step === 0)
    .map((day) => ({ at: day + 0.5, day, unit: 'day' }))
}

function weekLabels({ span, width }: TimeScale): TimeLabel[] {
  const dayWidth = width / daysIn(span)
  const first = Math.floor(span.from / 7)
  const weeks = Array.from({ length: Math.ceil(span.to / 7) - first }, (_, index) => first + index)
  const step = everyNth(weeks.length, 7 * dayWidth, labelWidth.week)
  return weeks
    .filter((week) => week % step === 0)
    .map((week) => ({
      from: Math.max(7 * week, span.from),
      to: Math.min(7 * week + 7, span.to),
      week,
    }))
    .filter(({ from, to }) => (to - from) * dayWidth * step >= labelWidth.week)
    .map(({ from, to, week }) => ({ at: (from + to) / 2, day: 7 * week, unit: 'week' }))
}

/** Ticks and labels for a span on a picture of this width; labels never touch. */
export function timeAxis(scale: TimeScale): TimeAxis {
  const { span } = scale
  const byDay = readsByDay(span)
  const boundaries = Array.from({ length: daysIn(span) + 1 }, (_, index) => span.from + index)
  return {
    ticks: boundaries.filter((day) => byDay || day % 7 === 0),
    labels: byDay ? dayLabels(scale) : weekLabels(scale),
  }
}

/** Saturdays and Sundays as spans; the course begins on a Monday. */
export function weekends({ from, to }: DaySpan): DaySpan[] {
  const first = Math.floor(from / 7)
  const weeks = Array.from({ length: Math.ceil(to / 7) - first }, (_, index) => first + index)
  return weeks
    .map((week) => ({ from: Math.max(7 * week + 5, from), to: Math.min(7 * week + 7, to) }))
    .filter((weekend) => weekend.to > weekend.from)
}
