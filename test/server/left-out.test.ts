import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { RowDataPacket } from 'mysql2/promise'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { recountStudents } from '#import/recount-students.ts'
import type { Job } from '#lib/jobs.ts'
import { studentAnswerSchema, type StudentAnswer } from '#shared/student-page.ts'
import { addVisitedCourse } from '../support/visited-course.ts'
import { idOf } from './support/course.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let owner: Caller
let course: number
let isBrokerAway = false
const published: Job[] = []

beforeAll(async () => {
  const publish = (job: Job) => {
    if (isBrokerAway) return Promise.reject(new Error('the broker is away'))
    published.push(job)
    return Promise.resolve()
  }
  site = await createTestSite({ publish })
  owner = await site.addPerson('owner@example.edu')
  const about = { startDate: '2016-02-01', weeks: 2, timeZone: 'UTC', owners: [owner.id] }
  const at = Temporal.Instant.from('2016-02-02T10:00:00Z')
  course = await addVisitedCourse(
    site.pool,
    about,
    [1, 2, 9].map((userNo) => ({ userNo, resourceNo: 1, at })),
  )
})
afterAll(() => site.drop())
beforeEach(() => {
  published.length = 0
  isBrokerAway = false
})

const change = (own: number, json: unknown, from = owner) =>
  site.ask(`/api/courses/${course}/students/${idOf(course, own)}`, { method: 'PATCH', json, from })

async function visitsOfCourse() {
  const path = `/api/courses/${course}/students/visits`
  const table = await jsonOf<{ totals: { total: number } }>(site.ask(path, { from: owner }))
  return table.totals.total
}

it('leaves a student out, and the workers bring the figures after it', async () => {
  const answer = await jsonOf<StudentAnswer>(change(1, { leftOut: true }))
  expect(studentAnswerSchema.parse(answer)).toEqual(answer)
  expect(answer.student).toMatchObject({ id: idOf(course, 1), leftOut: true })
  expect(published).toEqual([{ job: 'recount-course', courseId: course }])
  await recountStudents(site.pool, course, { sessionGapMinutes: 40 })
  expect(await visitsOfCourse()).toBe(1)

  await jsonOf(change(1, { leftOut: false }))
  await recountStudents(site.pool, course, { sessionGapMinutes: 40 })
  expect(await visitsOfCourse()).toBe(2)
  const [rows] = await site.pool.query(
    "SELECT action, detail FROM audit_log WHERE action LIKE 'student.%' ORDER BY id",
  )
  const detail = JSON.stringify({ student: idOf(course, 1) })
  expect(rows).toEqual([
    { action: 'student.left_out', detail },
    { action: 'student.taken_in', detail },
  ])
})

it('makes what browsers keep of the figures stale', async () => {
  const path = `/api/courses/${course}/students`
  const tag = (await site.ask(path, { from: owner })).headers.get('ETag') ?? ''
  await jsonOf(change(2, { leftOut: false }))
  const again = await site.ask(path, { from: owner, headers: { 'If-None-Match': tag } })
  expect(again.status).toBe(200)
})

it('holds while the broker is away, and is remembered until the figures follow', async () => {
  const isWaiting = async () => {
    const [rows] = await site.pool.query<RowDataPacket[]>(
      'SELECT recount_since IS NOT NULL AS isWaiting FROM course_offerings WHERE id = ?',
      [course],
    )
    return rows[0]!.isWaiting as number
  }
  isBrokerAway = true
  expect((await change(2, { leftOut: true })).status).toBe(200)
  expect(await isWaiting()).toBe(1)
  await recountStudents(site.pool, course, { sessionGapMinutes: 40 })
  expect(await isWaiting()).toBe(0)
  expect(await visitsOfCourse()).toBe(1)
  expect((await change(2, { leftOut: false })).status).toBe(200)
  await rebuildFigures(site.pool, course, { sessionGapMinutes: 40 })
  expect(await isWaiting()).toBe(0)
  expect(await visitsOfCourse()).toBe(2)
})

it.each([[{}], [{ leftOut: 'yes' }], [{ leftOut: null }], [{ leftOut: true, name: 'x' }], [[]]])(
  'refuses %j',
  async (json) => {
    expect((await change(1, json)).status).toBe(400)
    expect(published).toEqual([])
  },
)

it('is only for students of one’s own course', async () => {
  const stranger = await site.addPerson('stranger@example.edu')
  expect((await change(1, { leftOut: true }, stranger)).status).toBe(404)
  expect((await change(9, { leftOut: true })).status).toBe(404)
  expect((await change(99, { leftOut: true })).status).toBe(404)
  const [rows] = await site.pool.query('SELECT user_no FROM lms_users WHERE left_out')
  expect(rows).toEqual([])
  expect(published).toEqual([])
})
