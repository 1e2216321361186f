import { addDays } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import type { DailyVisits } from '#shared/figures.ts'
import { categories } from '#shared/resource-category.ts'
import type { Coverage } from '../../charts/coverage.ts'
import { touchesDay, type PlacedEvent } from '../../charts/placed-event.ts'
import { weekOfSpan, type DaySpan } from '../../charts/time-scale.ts'
import { formatDay, formatZone } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import { visitsByDay, whatHappened } from './what-happened.ts'
import { percentChange } from './week-metrics.ts'

interface Shown {
  course: Course
  daily: DailyVisits
  span: DaySpan
  coverage: Coverage
}

/** What happened in the days shown, in one or two sentences. */
export function sayWhatHappened(shown: Shown, events: readonly PlacedEvent[]): string {
  const t = texts.dashboard.happened
  const { course, span, coverage } = shown
  const what = whatHappened(visitsByDay(shown.daily), span, coverage)
  if (what.known === 0) return t.nothingKnown
  if (!what.busiest) return t.nobody
  const { busiest } = what
  const titles = events
    .filter((event) => event.kind !== 'repeating' && endsOrBegins(event, busiest.day))
    .map(({ title }) => title)
  const day = formatDay(addDays(course.startDate, busiest.day), 'weekday')
  return [
    sayVisits(what, span),
    `${t.busiest(day, busiest.visits)}${t.busiestEvents(titles)}`,
  ].join(' ')
}

function endsOrBegins(event: PlacedEvent, day: number): boolean {
  const isEdge = Math.floor(event.start) === day || Math.ceil(event.end) - 1 === day
  return isEdge && touchesDay(event, day)
}

function sayVisits(what: ReturnType<typeof whatHappened>, span: DaySpan): string {
  const t = texts.dashboard.happened
  if (what.known < span.to - span.from) return t.soFar(what.visits, what.known, span.to - span.from)
  const week = weekOfSpan(span)
  const percent = what.before === null ? null : percentChange(what.before, what.visits)
  if (week === null || percent === null) return t.visits(what.visits)
  return t.compared(what.visits, percent, texts.shell.week(week - 1).toLowerCase())
}

/** What the chart of visits shows, for those who do not see it: shares, quiet days, where the data end. */
export function summarizeTimeline({ course, daily, span, coverage }: Shown): string {
  const t = texts.dashboard.chart.summary
  const days = daily.days.slice(span.from, Math.min(span.to, coverage.known))
  const all = days.reduce((sum, day) => sum + day.content + day.communication + day.assessment, 0)
  if (all === 0) return t.empty
  const shares = categories.map((category) => {
    const visits = days.reduce((sum, day) => sum + day[category], 0)
    return t.share(texts.shell.categories[category], (100 * visits) / all)
  })
  const quiet = days.filter(({ students }) => students === 0).length
  const end = addDays(course.startDate, coverage.known - 1)
  return [
    t.shares(all, shares),
    t.quiet(quiet),
    coverage.known < span.to ? t.until(formatDay(end, 'weekday')) : '',
    t.zone(formatZone(course.timeZone)),
  ]
    .filter(Boolean)
    .join(' ')
}
