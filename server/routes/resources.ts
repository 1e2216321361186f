import { Hono } from 'hono'
import {
  notViewedQuerySchema,
  notViewedSchema,
  resourceAnswerSchema,
  resourceStudentsQuerySchema,
  resourceTableQuerySchema,
  resourceTableSchema,
  tableQuerySchema,
  type NotViewed,
  type ResourceTable,
} from '#shared/figures.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { csv } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import { tableOf, weekTableOf } from '../shaping/csv.ts'
import { daysOfSpan } from '../shaping/days.ts'
import { foundResource } from './found.ts'
import {
  countTable,
  resourceAnswer,
  studentTable,
  viewedIn,
  whoHasNotViewed,
} from './resource-tables.ts'

const about = (summary: string) => ({
  tag: 'Resources',
  summary,
  answer: resourceTableSchema,
  problems: [404],
  hasCsv: true,
})

const csvOf = (name: string) =>
  csv<ResourceTable>(name, (table) =>
    weekTableOf(table, ['key', 'title', 'contentType', 'category', 'isForum', 'gone']),
  )

export function resourceRoutes(deps: Deps) {
  return new Hono<SiteEnv>()
    .route('/', visitorTableRoutes(deps))
    .route('/', workTableRoutes(deps))
    .route('/:resourceId', oneResourceRoutes(deps))
}

function visitorTableRoutes(deps: Deps) {
  const figures = answersFigures(deps)
  return new Hono<SiteEnv>()
    .get(
      '/visits',
      describe(about('Visits of each resource by week')),
      accept('query', resourceTableQuerySchema),
      figures,
      csvOf('resources by visits'),
      async (c) => {
        const { category, from, to } = c.req.valid('query')
        const course = c.get('course')
        const span = from || to ? daysOfSpan(course, { from, to }) : undefined
        const question = { db: c.get('figures'), course, category }
        return c.json(await countTable(question, { measure: 'visits', span }))
      },
    )
    .get(
      '/students',
      describe(about('Distinct students of each resource by week')),
      accept('query', resourceStudentsQuerySchema),
      figures,
      csvOf('resources by students'),
      async (c) => {
        const { category, below } = c.req.valid('query')
        const question = { db: c.get('figures'), course: c.get('course'), category }
        return c.json(await studentTable(question, { isBelow: below === 'true' }))
      },
    )
}

function workTableRoutes(deps: Deps) {
  const figures = answersFigures(deps)
  return new Hono<SiteEnv>()
    .get(
      '/posts',
      describe(about('Posts in each communication resource by week')),
      accept('query', tableQuerySchema),
      figures,
      csvOf('posts'),
      async (c) => {
        const category = 'communication' as const
        const question = { db: c.get('figures'), course: c.get('course'), category }
        return c.json(await countTable(question, { measure: 'posts' }))
      },
    )
    .get(
      '/attempts',
      describe(about('Attempts at each assessment by week')),
      accept('query', tableQuerySchema),
      figures,
      csvOf('attempts'),
      async (c) => {
        const category = 'assessment' as const
        const question = { db: c.get('figures'), course: c.get('course'), category }
        return c.json(await countTable(question, { measure: 'attempts' }))
      },
    )
}

function oneResourceRoutes(deps: Deps) {
  const figures = answersFigures(deps)
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('One resource'), answer: resourceAnswerSchema, hasCsv: false }),
      noQuery,
      figures,
      async (c) => {
        const question = { db: c.get('figures'), course: c.get('course') }
        const { db, course } = question
        const resource = await foundResource(db, course, c.req.param('resourceId') ?? '')
        return c.json({ resource: await resourceAnswer(question, resource) })
      },
    )
    .get(
      '/not-viewed',
      describe({ ...about('Students who have not opened it'), answer: notViewedSchema }),
      accept('query', notViewedQuerySchema),
      figures,
      csv<NotViewed>('not viewed', ({ students }) =>
        tableOf(students, ['key', 'name', 'email', 'lastSeenAt']),
      ),
      async (c) => {
        const question = { db: c.get('figures'), course: c.get('course') }
        const { db, course } = question
        const viewed = viewedIn(course, c.req.valid('query'))
        const resource = await foundResource(db, course, c.req.param('resourceId') ?? '')
        return c.json(await whoHasNotViewed(question, resource, viewed))
      },
    )
}
