import { afterAll, beforeAll, expect, it } from 'vitest'
import { studentPageSchema, type StudentPage } from '#shared/student-page.ts'
import { addCourse, ann, bob, eve, forum, idOf, quiz, survey, tom } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

let site: CourseSite

beforeAll(async () => {
  site = await createCourseSite()
  const insert = (table: string, columns: string, rows: unknown[][]) =>
    site.pool.query(`INSERT INTO ${table} (course_id, import_id, ${columns}) VALUES ?`, [
      rows.map((row) => [site.course, 1, ...row]),
    ])
  await insert('posts', 'user_no, resource_no, at', [
    [ann, forum, '2016-02-07 22:31:00'],
    [ann, forum, '2016-02-08 02:00:00'],
    [eve, forum, '2016-02-08 03:00:00'],
  ])
  // Melbourne is 11 hours ahead: Thursday 2016-02-04 begins at 13:00 UTC.
  await insert('attempts', 'user_no, resource_no, at, grade', [
    [ann, quiz, '2016-02-03 12:59:59.999999', 7],
    [ann, quiz, '2016-02-03 13:00:00', 9],
    [bob, quiz, '2016-02-04 10:00:00', 6],
    [bob, quiz, '2016-02-05 10:00:00', null],
    [eve, quiz, '2016-02-05 11:00:00', 3],
  ])
})
afterAll(() => site.drop())

const page = (student: number, query = '') =>
  site.answer<StudentPage>(studentPageSchema, `/students/${site.id(student)}${query}`)

it('tells what a student did in every communication and assessment', async () => {
  const { student, communication, assessment } = await page(ann)
  expect(student).toMatchObject({ id: site.id(ann), name: 'Ann Archer', visits: 5, sessions: 4 })
  const type = 'resource/x-bb-discussionboard'
  expect(communication).toEqual([
    { id: site.id(forum), title: 'Forum', contentType: type, visits: 1, posts: 2 },
  ])
  expect(assessment).toEqual([
    {
      id: site.id(quiz),
      title: 'Quiz',
      contentType: 'assessment/x-bb-qti-test',
      visits: 1,
      attempts: 2,
      latestGrade: 9,
      averageGrade: 8,
    },
    {
      id: site.id(survey),
      title: 'Survey',
      contentType: 'resource/x-bb-asmt-survey-link',
      visits: 0,
      attempts: 0,
      latestGrade: null,
      averageGrade: null,
    },
  ])
})

it.each([
  [
    '?to=2016-02-03',
    { visits: 0, attempts: 1, latestGrade: 7, averageGrade: 7 },
    { visits: 0, posts: 0 },
  ],
  [
    '?from=2016-02-04&to=2016-02-04',
    { visits: 1, attempts: 1, latestGrade: 9, averageGrade: 9 },
    { visits: 0, posts: 0 },
  ],
  [
    '?from=2016-02-08',
    { visits: 0, attempts: 0, latestGrade: null, averageGrade: null },
    { visits: 1, posts: 2 },
  ],
])('limits all of it to the days of %s', async (query, ofQuiz, ofForum) => {
  const { communication, assessment } = await page(ann, query)
  expect(assessment[0]).toMatchObject(ofQuiz)
  expect(communication[0]).toMatchObject(ofForum)
})

it('has no latest grade where the newest attempt has none', async () => {
  const { assessment } = await page(bob)
  expect(assessment[0]).toMatchObject({ attempts: 2, latestGrade: null, averageGrade: 6 })
})

it('has no figures of a student who is left out', async () => {
  const { student, communication, assessment } = await page(eve)
  expect(student).toMatchObject({ leftOut: true, visits: 0 })
  expect(communication[0]).toMatchObject({ visits: 0, posts: 0 })
  expect(assessment[0]).toMatchObject({ visits: 0, attempts: 0, latestGrade: null })
})

it('is kept by nobody, and leaves a trace', async () => {
  const answer = await site.askCourse(`/students/${site.id(bob)}`)
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  expect(answer.headers.get('ETag')).toBeNull()
  const [rows] = await site.pool.query(
    "SELECT course_id, detail FROM audit_log WHERE action = 'student.viewed' ORDER BY id DESC LIMIT 1",
  )
  expect(rows).toEqual([
    { course_id: site.course, detail: JSON.stringify({ student: site.id(bob) }) },
  ])
})

it('gives the same rows as CSV', async () => {
  const answer = await site.askCourse(`/students/${site.id(ann)}?format=csv&from=2016-02-04`)
  const lines = (await answer.text()).split('\r\n')
  expect(lines.slice(0, 3)).toEqual([
    'title,contentType,category,visits,posts,attempts,latestGrade,averageGrade',
    'Forum,resource/x-bb-discussionboard,communication,1,2,,,',
    'Quiz,assessment/x-bb-qti-test,assessment,1,,1,9,9',
  ])
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
})

it('is only for students of this course, and for days of it', async () => {
  const other = await addCourse(site.pool, { code: 'OTHER' })
  for (const id of [idOf(other, ann), site.id(tom), site.id(99), ann, 'x', '-1']) {
    expect((await site.askCourse(`/students/${id}`)).status, String(id)).toBe(404)
  }
  expect((await site.askCourse(`/students/${site.id(ann)}?from=2016-01-31`)).status).toBe(400)
  expect((await site.askCourse(`/students/${site.id(ann)}?week=1`)).status).toBe(400)
})
