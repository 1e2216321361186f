import { afterAll, beforeAll, expect, it } from 'vitest'
import { classMediansSchema, type ClassMedians } from '#shared/class-medians.ts'
import { ann, bob, eve, forum, quiz, survey } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

let site: CourseSite

beforeAll(async () => {
  site = await createCourseSite()
  const insert = (table: string, columns: string, rows: unknown[][]) =>
    site.pool.query(`INSERT INTO ${table} (course_id, import_id, ${columns}) VALUES ?`, [
      rows.map((row) => [site.course, 1, ...row]),
    ])
  await insert('posts', 'user_no, resource_no, at', [
    [ann, forum, '2016-02-08 01:00:00'],
    [ann, forum, '2016-02-08 02:00:00'],
    [bob, forum, '2016-02-08 02:00:00'],
    [eve, forum, '2016-02-08 03:00:00'],
  ])
  await insert('attempts', 'user_no, resource_no, at, grade', [
    [ann, quiz, '2016-02-03 12:00:00', 7],
    [ann, quiz, '2016-02-03 14:00:00', 9],
    [bob, quiz, '2016-02-04 10:00:00', 6],
    [eve, quiz, '2016-02-05 11:00:00', 3],
  ])
})
afterAll(() => site.drop())

const medians = (query = '') =>
  site.answer<ClassMedians>(classMediansSchema, `/students/medians${query}`)

it('tells what the middle one of the students who count did', async () => {
  expect(await medians()).toEqual({
    students: 3,
    visits: 3,
    activeDays: 2,
    posts: 0,
    attempts: 1,
    sessions: 2,
    communication: [{ id: site.id(forum), visits: 1, posts: 0 }],
    assessment: [
      { id: site.id(quiz), visits: 0, attempts: 1, grade: 7.5 },
      { id: site.id(survey), visits: 0, attempts: 0, grade: null },
    ],
  })
})

it('counts the days of a span alone', async () => {
  expect(await medians('?to=2016-02-03')).toMatchObject({
    visits: 1,
    activeDays: 1,
    posts: 0,
    attempts: 0,
    communication: [{ visits: 0, posts: 0 }],
    assessment: [{ attempts: 0, grade: 7 }, { grade: null }],
  })
  expect(await medians('?from=2016-02-08&to=2016-02-08')).toMatchObject({
    visits: 2,
    posts: 1,
    communication: [{ visits: 1, posts: 1 }],
    assessment: [{ attempts: 0, grade: null }, { grade: null }],
  })
})

it('is told to nobody else, and kept by the browser until figures change', async () => {
  const stranger = await site.addPerson('stranger@example.edu')
  const path = `/api/courses/${site.course}/students/medians`
  expect((await site.ask(path, { from: stranger })).status).toBe(404)
  const tag = (await site.askCourse('/students/medians')).headers.get('ETag') ?? ''
  const headers = { 'If-None-Match': tag }
  expect((await site.ask(path, { from: site.owner, headers })).status).toBe(304)
})
