import { Hono } from 'hono'
import {
  resourcesBeforeAfterQuerySchema,
  resourcesBeforeAfterSchema,
  studentsBeforeAfterQuerySchema,
  studentsBeforeAfterSchema,
  type ResourcesBeforeAfter,
  type StudentsBeforeAfter,
} from '#shared/before-after.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { csv } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import { resourcesOf } from '../queries/resources-of.ts'
import { studentsOf } from '../queries/students-of.ts'
import { halvesTable, highestHalf } from '../shaping/before-after.ts'
import { personOf } from '../shaping/people.ts'
import { resourceOf } from '../shaping/resources.ts'
import { foundRepeatingEvent, halvesAround } from './week-halves.ts'

const about = (summary: string) => ({ tag: 'Before and after', summary, problems: [404] })

export function beforeAfterRoutes(deps: Deps) {
  const figures = answersFigures(deps)
  return new Hono<SiteEnv>()
    .get(
      '/resources/before-after',
      describe({
        ...about('Visits of each resource before and after a repeating event'),
        answer: resourcesBeforeAfterSchema,
        hasCsv: true,
      }),
      accept('query', resourcesBeforeAfterQuerySchema),
      figures,
      csv<ResourcesBeforeAfter>('resources before and after', ({ rows }) =>
        halvesTable(rows, ['key', 'title', 'contentType', 'category', 'isForum']),
      ),
      async (c) => {
        const { category, event: eventId } = c.req.valid('query')
        const question = { db: c.get('figures'), course: c.get('course'), deps }
        const { db, course } = question
        const event = await foundRepeatingEvent(question, eventId)
        const halvesOf = await halvesAround(question, event, 'resourceNo')
        const resources = await resourcesOf(db, { courseId: course.id, category })
        const rows = resources.map((fields) => ({
          ...resourceOf(course.id, fields),
          weeks: halvesOf(fields.resourceNo),
        }))
        return c.json({ event, rows })
      },
    )
    .get(
      '/students/before-after',
      describe({
        ...about('Visits of each student before and after a repeating event'),
        answer: studentsBeforeAfterSchema,
        hasCsv: true,
      }),
      accept('query', studentsBeforeAfterQuerySchema),
      figures,
      csv<StudentsBeforeAfter>('students before and after', ({ rows }) =>
        halvesTable(rows, ['key', 'name']),
      ),
      async (c) => {
        const question = { db: c.get('figures'), course: c.get('course'), deps }
        const { db, course } = question
        const event = await foundRepeatingEvent(question, c.req.valid('query').event)
        const halvesOf = await halvesAround(question, event, 'userNo')
        const students = await studentsOf(db, { courseId: course.id })
        const rows = students.map((row) => ({
          ...personOf(course.id, row),
          weeks: halvesOf(row.userNo),
        }))
        return c.json({ event, rows, highest: highestHalf(rows) })
      },
    )
}
