import { addDays } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import type { DaySpan } from '../../charts/time-scale.ts'
import { isWhole, type CourseDates } from '../../charts/timeline-address.ts'
import { dayOfInstant, formatDay, formatZone } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'

export function visitsIn(visits: readonly number[], { from, to }: DaySpan): number {
  return visits.slice(from, to).reduce((sum, count) => sum + count, 0)
}

/** What the chart of a resource shows, for those who do not see it; `visits` by day of the whole course. */
export function sayDays(
  visits: readonly number[],
  span: DaySpan,
  {
    startDate,
    lastActivityAt,
    timeZone,
  }: Pick<Course, 'startDate' | 'lastActivityAt' | 'timeZone'>,
): string {
  const shown = visits.slice(span.from, span.to)
  const most = Math.max(0, ...shown)
  const daysWithVisits = shown.filter((count) => count > 0).length
  const busiest = addDays(startDate, span.from + shown.indexOf(most))
  const { until, zone } = texts.dashboard.chart.summary
  const t = texts.resource.timeline
  return [
    most === 0
      ? t.nobody
      : t.busiest(visitsIn(visits, span), daysWithVisits, formatDay(busiest, 'weekday'), most),
    lastActivityAt && until(formatDay(dayOfInstant(lastActivityAt, timeZone), 'weekday')),
    zone(formatZone(timeZone)),
  ]
    .filter(Boolean)
    .join(' ')
}

/** The days of a span as the end of a sentence: `from 2 Mar to 8 Mar`. */
export function sayWhen({ from, to }: DaySpan, course: CourseDates): string {
  const t = texts.resource.notOpened
  if (isWhole({ from, to }, course)) return t.inCourse
  const [first, last] = [from, to - 1].map((day) => formatDay(addDays(course.startDate, day)))
  return t.sentenceDays(first ?? '', last ?? '')
}
