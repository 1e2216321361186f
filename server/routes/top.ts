import { Hono } from 'hono'
import type { Context } from 'hono'
import {
  topResourcesSchema,
  topStudentsSchema,
  weekQuerySchema,
  type TopResources,
  type TopStudents,
} from '#shared/figures.ts'
import { publicId } from '#shared/public-id.ts'
import type { Category } from '#shared/resource-category.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept } from '../middleware/accept.ts'
import { answersFigures } from '../middleware/answers-figures.ts'
import { csv } from '../middleware/csv.ts'
import { describe } from '../middleware/describe.ts'
import { topResources } from '../queries/top-resources.ts'
import { topStudents } from '../queries/top-students.ts'
import { tableOf } from '../shaping/csv.ts'
import { weekOrCourse } from '../shaping/days.ts'
import { nameOf } from '../shaping/people.ts'
import { topResourceOf } from '../shaping/top-resource.ts'

const about = (summary: string) => ({ tag: 'Figures', summary, problems: [404], hasCsv: true })
const columns = ['id', 'title', 'contentType', 'visits', 'students'] as const

export function topRoutes(deps: Deps) {
  const figures = answersFigures(deps)
  const describeTop = (summary: string) =>
    describe({ ...about(summary), answer: topResourcesSchema })

  async function topOf(c: Context<SiteEnv>, category: Category, weekAsked: number | undefined) {
    const course = c.get('course')
    const week = weekOrCourse(course, weekAsked)
    const rows = await topResources(c.get('figures'), { courseId: course.id, category, week })
    return { rows: rows.map((row) => topResourceOf(course.id, category, row)) }
  }

  return new Hono<SiteEnv>()
    .get(
      '/content',
      describeTop('The ten content resources with the most visits'),
      accept('query', weekQuerySchema),
      figures,
      csv<TopResources>('top content', ({ rows }) => tableOf(rows, [...columns])),
      async (c) => c.json(await topOf(c, 'content', c.req.valid('query').week)),
    )
    .get(
      '/communication',
      describeTop('The ten communication resources with the most visits'),
      accept('query', weekQuerySchema),
      figures,
      csv<TopResources>('top communication', ({ rows }) => tableOf(rows, [...columns, 'posts'])),
      async (c) => c.json(await topOf(c, 'communication', c.req.valid('query').week)),
    )
    .get(
      '/assessment',
      describeTop('The ten assessments with the most attempts'),
      accept('query', weekQuerySchema),
      figures,
      csv<TopResources>('top assessment', ({ rows }) =>
        tableOf(rows, [...columns, 'attempts', 'averageGrade', 'medianGrade']),
      ),
      async (c) => c.json(await topOf(c, 'assessment', c.req.valid('query').week)),
    )
    .get(
      '/students',
      describe({ ...about('The ten students with the most visits'), answer: topStudentsSchema }),
      accept('query', weekQuerySchema),
      figures,
      csv<TopStudents>('top students', ({ rows }) => tableOf(rows, ['id', 'name', 'visits'])),
      async (c) => {
        const course = c.get('course')
        const week = weekOrCourse(course, c.req.valid('query').week)
        const rows = await topStudents(c.get('figures'), course.id, week)
        return c.json({
          rows: rows.map(({ visits, ...person }) => ({
            id: publicId(course.id, person.userNo),
            name: nameOf(person),
            visits,
          })),
        })
      },
    )
}
