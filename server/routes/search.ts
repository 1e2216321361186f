import { Hono } from 'hono'
import { searchQuerySchema, searchSchema } from '#shared/figures.ts'
import { matcherOf } from '#shared/word-search.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { describe } from '../middleware/describe.ts'
import { resourcesOf } from '../queries/resources-of.ts'
import { studentsOf } from '../queries/students-of.ts'
import { personOf } from '../shaping/people.ts'
import { resourceOf } from '../shaping/resources.ts'

const mostFound = 20

export function searchRoutes(deps: Deps) {
  return new Hono<SiteEnv>().get(
    '/',
    describe({
      tag: 'Courses',
      summary: 'Students and resources by the beginning of a word of name, title or key',
      answer: searchSchema,
      problems: [404],
    }),
    accept('query', searchQuerySchema),
    answersFigures(deps),
    async (c) => {
      const { id: courseId } = c.get('course')
      const db = c.get('figures')
      const matches = matcherOf(c.req.valid('query').q)
      const students = (await studentsOf(db, { courseId, withLeftOut: true }))
        .map((row) => personOf(courseId, row))
        .filter(({ name, key }) => matches(name, key))
        .slice(0, mostFound)
      const resources = (await resourcesOf(db, { courseId }))
        .filter(({ title, key }) => matches(title, key))
        .slice(0, mostFound - students.length)
        .map((row) => resourceOf(courseId, row))
        .map(({ id, key, title, category }) => ({ id, key, title, category }))
      return c.json({ students, resources })
    },
  )
}
