import { Hono } from 'hono'
import {
  dailyMetricsSchema,
  dailyVisitsQuerySchema,
  dailyVisitsSchema,
  histogramQuerySchema,
  histogramSchema,
  hoursSchema,
  spanQuerySchema,
  weekQuerySchema,
  type DailyMetrics,
  type DailyVisits,
  type Histogram,
  type Hours,
} from '#shared/figures.ts'
import { audit } from '../auth/audit.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { csv } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import { courseDaysIn } from '../queries/course-days.ts'
import { visitsByHour } from '../queries/visits-by-hour.ts'
import { listEvents } from '../repositories/course-events.ts'
import { tableOf } from '../shaping/csv.ts'
import { metricsOfDay, visitsOfDay } from '../shaping/day-figures.ts'
import { daysOfSpan, daysOfWeek, everyDay } from '../shaping/days.ts'
import { everyHour } from '../shaping/hours.ts'
import { occurrencesIn } from '../shaping/occurrences.ts'
import { daysInScope, histogramInScope } from './visit-scopes.ts'

const about = (summary: string) => ({ tag: 'Figures', summary, problems: [404], hasCsv: true })

export function visitRoutes(deps: Deps) {
  return new Hono<SiteEnv>().route('/', dailyRoutes(deps)).route('/', spreadRoutes(deps))
}

function dailyRoutes(deps: Deps) {
  return new Hono<SiteEnv>()
    .get(
      '/visits/daily',
      describe({ ...about('Visits of each day, with the events'), answer: dailyVisitsSchema }),
      accept('query', dailyVisitsQuerySchema),
      answersFigures(deps),
      csv<DailyVisits>('visits per day', ({ days }) =>
        tableOf(days, [
          ...(['day', 'content', 'communication', 'assessment'] as const),
          ...(['uniquePages', 'students'] as const),
        ]),
      ),
      async (c) => {
        const db = c.get('figures')
        const course = c.get('course')
        const query = c.req.valid('query')
        const span = daysOfSpan(course, query)
        const known = await daysInScope({ db, course }, query, span)
        if (query.student !== undefined) {
          const detail = { student: query.student }
          await audit(c, { db, now: deps.now }, 'student.viewed', { courseId: course.id, detail })
        }
        const events = occurrencesIn(course, span, await listEvents(db, course.id))
        return c.json({ days: everyDay(course, span, { known, answer: visitsOfDay }), events })
      },
    )
    .get(
      '/metrics/daily',
      describe({
        ...about('Sessions, pages and students of each day'),
        answer: dailyMetricsSchema,
      }),
      accept('query', weekQuerySchema),
      answersFigures(deps),
      csv<DailyMetrics>('metrics per day', ({ days }) =>
        tableOf(days, [
          ...(['day', 'uniquePages', 'students', 'sessions'] as const),
          ...(['averageSessionMinutes', 'averagePagesPerSession'] as const),
        ]),
      ),
      async (c) => {
        const course = c.get('course')
        const span = daysOfWeek(course, c.req.valid('query').week)
        const known = await courseDaysIn(c.get('figures'), course.id, span)
        return c.json({ days: everyDay(course, span, { known, answer: metricsOfDay }) })
      },
    )
}

function spreadRoutes(deps: Deps) {
  return new Hono<SiteEnv>()
    .get(
      '/visits/histogram',
      describe({ ...about('Students by number of visits'), answer: histogramSchema }),
      accept('query', histogramQuerySchema),
      answersFigures(deps),
      csv<Histogram>('students by visits', ({ bins }) => tableOf(bins, ['from', 'to', 'students'])),
      async (c) => {
        const question = { db: c.get('figures'), course: c.get('course') }
        return c.json(await histogramInScope(question, c.req.valid('query')))
      },
    )
    .get(
      '/visits/hours',
      describe({ ...about('Visits by weekday and hour'), answer: hoursSchema }),
      accept('query', spanQuerySchema),
      answersFigures(deps),
      csv<Hours>('visits by hour', ({ cells }) => tableOf(cells, ['weekday', 'hour', 'visits'])),
      async (c) => {
        const course = c.get('course')
        const span = daysOfSpan(course, c.req.valid('query'))
        return c.json({ cells: everyHour(await visitsByHour(c.get('figures'), course.id, span)) })
      },
    )
}
