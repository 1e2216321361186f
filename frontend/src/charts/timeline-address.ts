import { addDays, daysBetween } from '#shared/calendar-days.ts'
import { eventKinds, type EventKind } from '#shared/event-kind.ts'
import { categories, type Category } from '#shared/resource-category.ts'
import type { AddressCodec } from '../address.ts'
import type { DaySpan } from './time-scale.ts'

/** What can be switched off in the legend. */
export const switches = [...categories, ...eventKinds] as const
export type Switch = Category | EventKind

export interface CourseDates {
  startDate: string
  weeks: number
}

export const wholeCourse = ({ weeks }: CourseDates): DaySpan => ({ from: 0, to: 7 * weeks })

export function isWhole(span: DaySpan, course: CourseDates): boolean {
  return span.from === 0 && span.to === 7 * course.weeks
}

/** One of the course's weeks, or null. */
export function teachingWeek({ weeks }: CourseDates): AddressCodec<number | null> {
  return {
    read: (raw) => {
      const week = /^\d{1,2}$/.test(raw ?? '') ? Number(raw) : 0
      return week >= 1 && week <= weeks ? week : null
    },
    write: (week) => (week === null ? undefined : String(week)),
  }
}

const daysShape = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/

/** First and last day, `2026-08-03..2026-09-01`; null for what makes no sense in this course. */
export function courseDays(course: CourseDates): AddressCodec<DaySpan | null> {
  const { startDate, weeks } = course
  return {
    read: (raw) => {
      const [, first, last] = daysShape.exec(raw ?? '') ?? []
      if (!first || !last) return null
      const from = daysBetween(startDate, first)
      const to = daysBetween(startDate, last) + 1
      return from >= 0 && from < to && to <= 7 * weeks ? { from, to } : null
    },
    write: (span) =>
      span === null
        ? undefined
        : `${addDays(startDate, span.from)}..${addDays(startDate, span.to - 1)}`,
  }
}

/** What is switched off, in the order of the legend: `content,repeating`. */
export const switchedOff: AddressCodec<Switch[]> = {
  read: (raw) => {
    const names = (raw ?? '').split(',')
    return switches.filter((name) => names.includes(name))
  },
  write: (hidden) => hidden.join(',') || undefined,
}
