import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCourse, ann, idOf, reading } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

let site: CourseSite

beforeAll(async () => {
  site = await createCourseSite()
})
afterAll(() => site.drop())

it.each([
  ['/visits/daily?from=2016-01-31', 'from'],
  ['/visits/daily?to=2016-02-15', 'to'],
  ['/visits/daily?from=2016-02-03&to=2016-02-02', 'to'],
  ['/visits/daily?from=2016-02-30', 'from'],
  ['/metrics/daily?week=3', 'week'],
  ['/metrics/daily?week=0', 'week'],
  ['/metrics/daily?week=1e0', 'week'],
  ['/metrics/daily?week=1&week=2', 'week'],
  ['/visits/histogram?week=1&from=2016-02-01', 'week'],
  ['/top/content?week=-1', 'week'],
  ['/resources/visits?category=fun', 'category'],
  ['/resources/visits?sort=id', 'sort'],
  ['/students?format=xls', 'format'],
  ['/search', 'q'],
])('refuses %s by the name of the field', async (path, field) => {
  const response = await site.askCourse(path)
  expect(response.status).toBe(400)
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  const { errors } = (await response.json()) as { errors: { path: string }[] }
  expect(errors.map(({ path }) => path)).toEqual([field])
})

it('answers ids of another course, and what are no ids, like ids that do not exist', async () => {
  const other = await addCourse(site.pool, { code: 'OTHER' })
  const bodies = await Promise.all(
    [
      `/visits/daily?student=${idOf(other, ann)}`,
      `/visits/daily?resource=${idOf(other, reading)}`,
      `/visits/histogram?resource=${idOf(other, reading)}`,
      `/visits/daily?student=${site.id(99)}`,
      `/visits/daily?student=${ann}`,
      `/resources/${idOf(other, reading)}`,
      `/resources/${idOf(other, reading)}/not-viewed`,
      `/resources/${site.id(99)}`,
      '/resources/x',
      '/resources/-1',
    ].map(async (path) => {
      const response = await site.askCourse(path)
      expect(response.status, path).toBe(404)
      return response.text()
    }),
  )
  expect(new Set(bodies).size).toBe(1)
})
