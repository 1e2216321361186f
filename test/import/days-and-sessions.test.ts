import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, figuresOf, runImport, type TestExport } from '../support/import-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const utc = { startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' }
const base: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|a@e', 'bob|bob|Bob|B|b@e'],
  'all_resources.txt': [
    'page||Page|resource/x-bb-document',
    'test||Test|resource/x-bb-asmt-test-link',
  ],
}
const visitsAt = (...times: string[]) => times.map((time) => `ann|page||${time}`)

const micros = (time: string) => Date.parse(time) * 1000

async function figuresAfter(course: typeof utc, ...exports: TestExport[]) {
  const courseId = await createCourse(database.pool, course)
  for (const each of exports) await runImport(database.pool, courseId, { ...base, ...each })
  return figuresOf(database.pool, courseId)
}

test('a pause of 40:59 stays in the session, one of 41:00 begins a new one', async () => {
  const { lms_sessions } = await figuresAfter(utc, {
    'activity.txt': visitsAt(
      '2026-02-23T09:00:00Z',
      '2026-02-23T09:40:59Z',
      '2026-02-23T10:21:59Z',
    ),
  })
  expect(lms_sessions).toEqual([
    `user_no=1 week=1 sessions=${micros('2026-02-23T09:00:00Z')}:40:2 ${micros('2026-02-23T10:21:59Z')}`,
  ])
})

test('visits at minutes 0, 40 and 90 are a session of 40 minutes and one of none', async () => {
  const { lms_sessions, course_days } = await figuresAfter(utc, {
    'activity.txt': visitsAt('2026-02-24T09:00Z', '2026-02-24T09:40Z', '2026-02-24T10:30Z'),
  })
  expect(lms_sessions).toEqual([
    `user_no=1 week=1 sessions=${micros('2026-02-24T09:00Z')}:40:2 ${micros('2026-02-24T10:30Z')}`,
  ])
  expect(course_days).toEqual([
    'day_index=1 content=3 communication=0 assessment=0 unique_pages=1 students=1 sessions=2 session_minutes=40 session_visits=3',
  ])
})

test('a visit of a later export joins two sessions across the end of a week', async () => {
  const { lms_sessions, student_weeks, course_days } = await figuresAfter(
    utc,
    { 'activity.txt': visitsAt('2026-03-01T23:30Z', '2026-03-02T00:20Z', '2026-03-03T12:00Z') },
    { 'activity.txt': visitsAt('2026-03-01T23:55Z') },
  )
  expect(lms_sessions).toEqual([
    `user_no=1 week=1 sessions=${micros('2026-03-01T23:30Z')}:50:3`,
    `user_no=1 week=2 sessions=${micros('2026-03-03T12:00Z')}`,
  ])
  expect(student_weeks).toEqual([
    'week=0 user_no=1 visits=4 sessions=2 last_visit_at=2026-03-03 12:00:00.000000',
    'week=1 user_no=1 visits=2 sessions=1 last_visit_at=2026-03-01 23:55:00.000000',
    'week=2 user_no=1 visits=2 sessions=1 last_visit_at=2026-03-03 12:00:00.000000',
  ])
  expect(course_days?.map((row) => row.replace(/content.* sessions/, 'sessions'))).toEqual([
    'day_index=6 sessions=1 session_minutes=50 session_visits=3',
    'day_index=7 sessions=0 session_minutes=0 session_visits=0',
    'day_index=8 sessions=1 session_minutes=0 session_visits=1',
  ])
})

test('a week in which no session begins any more has no row of them', async () => {
  const { lms_sessions } = await figuresAfter(
    utc,
    { 'activity.txt': visitsAt('2026-03-01T23:30Z', '2026-03-02T00:20Z') },
    { 'activity.txt': visitsAt('2026-03-01T23:55Z') },
  )
  expect(lms_sessions).toEqual([`user_no=1 week=1 sessions=${micros('2026-03-01T23:30Z')}:50:3`])
})

test('days begin at local midnight, also in the week in which the clocks change', async () => {
  // Clocks in Melbourne go forward on Sunday 2026-10-04 at 02:00: that day has 23 hours.
  const melbourne = { startDate: '2026-09-28', weeks: 1, timeZone: 'Australia/Melbourne' }
  const { course_hours } = await figuresAfter(melbourne, {
    'activity.txt': visitsAt(
      '2026-09-27T14:00:00Z', // Monday 00:00, the first instant of the course
      '2026-10-03T13:59:59.999999Z', // Saturday 23:59
      '2026-10-03T14:00:00Z', // Sunday 00:00
      '2026-10-03T15:59:00Z', // Sunday 01:59
      '2026-10-03T16:00:00Z', // Sunday 03:00
      '2026-10-04T12:59:59Z', // Sunday 23:59, the last second
    ),
  })
  expect(course_hours).toEqual([
    'day_index=0 hour=0 visits=1',
    'day_index=5 hour=23 visits=1',
    'day_index=6 hour=0 visits=1',
    'day_index=6 hour=1 visits=1',
    'day_index=6 hour=23 visits=1',
    'day_index=6 hour=3 visits=1',
  ])
})

test('the hour of a visit is that of the wall clock where the clocks change by half an hour', async () => {
  // On Lord Howe Island 02:00 of Sunday 2026-04-05 becomes 01:30 again: that half hour comes twice.
  const island = { startDate: '2026-03-30', weeks: 1, timeZone: 'Australia/Lord_Howe' }
  const { course_hours } = await figuresAfter(island, {
    'activity.txt': visitsAt(
      '2026-04-04T14:45:00Z', // 01:45, the first time
      '2026-04-04T15:15:00Z', // 01:45, the second time
      '2026-04-04T15:30:00Z', // 02:00
      '2026-04-05T13:29:00Z', // 23:59
    ),
  })
  expect(course_hours).toEqual([
    'day_index=6 hour=1 visits=2',
    'day_index=6 hour=2 visits=1',
    'day_index=6 hour=23 visits=1',
  ])
})

test('distinct students and pages are counted once', async () => {
  const figures = await figuresAfter(utc, {
    'activity.txt': [
      ...visitsAt('2026-02-23T09:00Z', '2026-02-23T09:05Z', '2026-03-02T09:00Z'),
      'ann|test||2026-02-23T09:06Z',
      'bob|page||2026-02-23T09:00Z',
    ],
  })
  expect(figures.resource_weeks).toEqual([
    'resource_no=1 week=0 visits=4 students=2 posts=0 attempts=0',
    'resource_no=1 week=1 visits=3 students=2 posts=0 attempts=0',
    'resource_no=1 week=2 visits=1 students=1 posts=0 attempts=0',
    'resource_no=2 week=0 visits=1 students=1 posts=0 attempts=0',
    'resource_no=2 week=1 visits=1 students=1 posts=0 attempts=0',
  ])
  expect(figures.category_weeks).toEqual([
    'category=any week=0 students=2',
    'category=any week=1 students=2',
    'category=any week=2 students=1',
    'category=assessment week=0 students=1',
    'category=assessment week=1 students=1',
    'category=content week=0 students=2',
    'category=content week=1 students=2',
    'category=content week=2 students=1',
  ])
  expect(figures.course_days?.[0]).toContain(
    'content=3 communication=0 assessment=1 unique_pages=2 students=2',
  )
  expect(figures.student_resources?.[0]).toBe(
    'resource_no=1 user_no=1 visits=3 visit_days=0:2 7 posts=0 attempts=0 newest_grade=null newest_graded=null ' +
      'first_visit_at=2026-02-23 09:00:00.000000 last_visit_at=2026-03-02 09:00:00.000000',
  )
})
