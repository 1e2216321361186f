import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'csv-parse/sync'
import { createCourseSite, type CourseSite } from './support/course-site.ts'
import { ann, reading } from './support/course.ts'

let site: CourseSite
beforeAll(async () => {
  site = await createCourseSite()
})
afterAll(() => site.drop())

const csvOf = async (path: string) => {
  const answer = await site.askCourse(path)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect([...bytes.slice(0, 3)], path).toEqual([0xef, 0xbb, 0xbf])
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  return { answer, rows: parse(text) }
}

it('holds the same rows as the JSON answer, for a spreadsheet', async () => {
  const { answer, rows } = await csvOf('/resources/visits?category=content&format=csv')
  expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('Content-Disposition')).toBe(
    `attachment; filename="ABC10 resources by visits.csv"; filename*=UTF-8''ABC10%20resources%20by%20visits.csv`,
  )
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  expect(rows).toEqual([
    [
      ...['key', 'title', 'contentType', 'category', 'isForum', 'gone'],
      ...['week 1', 'week 2', 'total', 'percent'],
    ],
    ['k2', 'Week 1', 'resource/x-bb-folder', 'content', 'false', 'false', '0', '0', '0', '0'],
    ['k1', 'Reading', 'resource/x-bb-document', 'content', 'false', 'false', '3', '1', '4', '100'],
    ['totals', '', '', '', '', '', '3', '1', '4', ''],
  ])
})

it('has a column for each assessment', async () => {
  const { rows } = await csvOf('/grades?format=csv')
  expect(rows).toEqual([
    ['key', 'name', 'Quiz', 'Survey'],
    ['u3', 'cyd', '', ''],
    ['u1', 'Ann Archer', '9', ''],
    ['u2', 'Bob Baker', '6', ''],
    ['average', '', '7.5', ''],
    ['median', '', '7.5', ''],
  ])
})

it.each([
  '/visits/daily',
  '/metrics/daily?week=1',
  '/visits/histogram',
  '/visits/hours',
  '/top/content',
  '/top/communication',
  '/top/assessment',
  '/top/students',
  '/resources/students',
  '/resources/posts',
  '/resources/attempts',
  '/students',
  '/students/visits',
  '/imports',
])('is there for %s', async (path) => {
  const { rows } = await csvOf(`${path}${path.includes('?') ? '&' : '?'}format=csv`)
  expect(rows[0]?.length).toBeGreaterThan(1)
})

it('is there for who has not viewed a resource, and for the list of courses', async () => {
  const { rows } = await csvOf(`/resources/${site.id(reading)}/not-viewed?format=csv`)
  expect(rows).toEqual([
    ['key', 'name', 'email', 'lastSeenAt'],
    ['u3', 'cyd', 'cyd@example.edu', ''],
  ])
  const courses = await site.ask('/api/courses?format=csv', { from: site.owner })
  expect(await courses.text()).toContain('ABC10')
})

it('lets no name or title run as a formula', async () => {
  const hostile = '=HYPERLINK("https://evil.example","click")'
  await site.pool.query('UPDATE lms_users SET first_name = ? WHERE user_no = ?', [hostile, ann])
  const { rows } = await csvOf('/students?format=csv')
  const names = rows.map((row) => row[1])
  expect(names).toContain(`'${hostile} Archer`)
  expect(rows.flat().filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
})

it('is a problem, not a file, where the request is one', async () => {
  const answer = await site.askCourse('/metrics/daily?week=9&format=csv')
  expect(answer.status).toBe(400)
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
})

it('is written down: who copied what out of which course', async () => {
  await site.pool.query('DELETE FROM audit_log')
  expect((await site.askCourse('/students?format=csv')).status).toBe(200)
  expect((await site.askCourse('/students')).status).toBe(200)
  expect((await site.askCourse('/students?format=csv&week=0')).status).toBe(400)
  const [rows] = await site.pool.query<RowDataPacket[]>('SELECT * FROM audit_log')
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['figures.exported', JSON.stringify({ what: 'students' })],
  ])
  expect(rows[0]).toMatchObject({ course_id: site.course, actor_id: site.owner.id })
})
