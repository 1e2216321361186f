import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countSplits } from '#import/count-splits.ts'
import type { ResourcesBeforeAfter, StudentsBeforeAfter } from '#shared/before-after.ts'
import type { Course } from '#shared/course.ts'
import type {
  DailyMetrics,
  DailyVisits,
  Grades,
  Histogram,
  NotViewed,
  ResourceTable,
  Students,
  StudentVisits,
  TopResources,
} from '#shared/figures.ts'
import { categories } from '#shared/resource-category.ts'
import type { StudentPage } from '#shared/student-page.ts'
import { readAnswers, type Answers } from '../support/answers.ts'
import { createCourse, runImport } from '../support/import-run.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const exports = ['oop-spring-2018', 'oop-spring-2019', 'reference-2017', 'melbourne-2026']

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const oneDecimal = (value: number) => Math.round(value * 10) / 10
const nameOf = ({ isForum, key }: { isForum: boolean; key: string }) =>
  `${isForum ? 'forum' : 'content'}:${key}`

describe.skipIf(!existsSync(data)).each(exports)('the answers of %s', (name) => {
  let site: TestSite
  let administrator: Caller
  let answers: Answers
  let courseId: number

  beforeAll(async () => {
    site = await createTestSite()
    administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
    answers = await readAnswers(join(data, `${name}.answers.json`))
    const { start: startDate, weeks, zone: timeZone } = answers.course
    courseId = await createCourse(site.pool, { startDate, weeks, timeZone })
    await runImport(site.pool, courseId, join(data, `${name}.zip`))
  })
  afterAll(() => site.drop())

  const ask = <T>(path: string) =>
    jsonOf<T>(site.ask(`/api/courses/${courseId}${path}`, { from: administrator }))

  it('are given for the course and its days', async () => {
    const { truth } = answers
    const { course } = await ask<{ course: Course }>('')
    expect(course.students).toBe(truth.students)
    expect(Date.parse(course.lastActivityAt ?? '')).toBe(Date.parse(truth.last_activity))

    const { days } = await ask<DailyVisits>('/visits/daily')
    expect(
      days.map(({ content, communication, assessment }) => ({
        content,
        communication,
        assessment,
      })),
    ).toEqual(truth.daily)
    expect(days.map(({ uniquePages }) => uniquePages)).toEqual(truth.day_unique_pages)
    expect(days.map(({ students }) => students)).toEqual(truth.day_students)

    const metrics = await ask<DailyMetrics>('/metrics/daily')
    expect(
      metrics.days.map((day) => [
        day.sessions,
        day.averageSessionMinutes,
        day.averagePagesPerSession,
      ]),
    ).toEqual(
      truth.day_sessions.map(([sessions, minutes, visits]) =>
        sessions === 0
          ? [0, 0, 0]
          : [sessions, oneDecimal(minutes / sessions), oneDecimal(visits / sessions)],
      ),
    )
  })

  it('are given for each resource', async () => {
    const { truth } = answers
    const visits = await ask<ResourceTable>('/resources/visits')
    const students = await ask<ResourceTable>('/resources/students')
    const byName = <T>(table: ResourceTable, of: (row: ResourceTable['rows'][number]) => T) =>
      Object.fromEntries(table.rows.map((row) => [nameOf(row), of(row)]))
    expect(byName(visits, ({ weeks }) => weeks)).toEqual(truth.page_week)
    expect(byName(visits, ({ title }) => title)).toEqual(truth.titles)
    expect(byName(visits, ({ category }) => category)).toEqual(truth.categories)
    expect(byName(students, ({ weeks }) => weeks)).toEqual(truth.page_week_students)
    expect(byName(students, ({ total }) => total)).toEqual(truth.page_students)
    expect(visits.totals.total).toBe(truth.visits)

    for (const category of categories) {
      const { totals } = await ask<ResourceTable>(`/resources/students?category=${category}`)
      expect(totals.weeks).toEqual(truth.week_students[category])
      expect(totals.total).toBe(truth.all_students[category])
    }
    const counted = async (path: string) => {
      const { rows } = await ask<ResourceTable>(path)
      return Object.fromEntries(
        rows.filter(({ total }) => total > 0).map(({ key, weeks }) => [key, weeks]),
      )
    }
    const used = (counts: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(counts).filter(([, weeks]) => sum(weeks) > 0))
    expect(await counted('/resources/posts')).toEqual(used(truth.post_week))
    expect(await counted('/resources/attempts')).toEqual(used(truth.submit_week))

    for (const row of visits.rows) {
      const { days } = await ask<DailyVisits>(`/visits/daily?resource=${row.id}`)
      expect(days.map((day) => day[row.category])).toEqual(truth.page_days[nameOf(row)])
      const notViewed = await ask<NotViewed>(`/resources/${row.id}/not-viewed`)
      expect(notViewed.students.map(({ key }) => key).sort()).toEqual(truth.not_viewed[nameOf(row)])
    }
  })

  it('are given for each student', async () => {
    const { truth } = answers
    const { rows } = await ask<StudentVisits>('/students/visits')
    expect(Object.fromEntries(rows.map(({ key, weeks }) => [key, weeks]))).toEqual(
      truth.student_week,
    )
    const { students } = await ask<Students>('/students')
    expect(sum(students.map(({ sessions }) => sessions))).toBe(truth.sessions)
    for (const { id, key } of students) {
      const { days } = await ask<DailyVisits>(`/visits/daily?student=${id}`)
      expect(days.map((day) => day.content + day.communication + day.assessment)).toEqual(
        truth.student_days[key],
      )
    }
    const grades = await ask<Grades>('/grades')
    const keyOf = new Map(grades.assessments.map(({ id, key }) => [String(id), key]))
    const latest = grades.students.flatMap((student) =>
      Object.entries(student.grades).map(([id, grade]) => [
        `${student.key}:${keyOf.get(id)}`,
        grade,
      ]),
    )
    const graded = Object.entries(truth.latest_grade).filter(([, grade]) => grade !== null)
    expect(Object.fromEntries(latest)).toEqual(Object.fromEntries(graded))
  })

  it('make the histogram and the top lists', async () => {
    const { truth } = answers
    const visits = Object.values(truth.student_week).map(sum)
    const { bins } = await ask<Histogram>('/visits/histogram')
    for (const { from, to, students } of bins) {
      expect(students).toBe(visits.filter((count) => count >= from && count <= to).length)
    }
    expect(sum(bins.map(({ students }) => students))).toBe(truth.students)

    for (const category of ['content', 'communication'] as const) {
      const expected = Object.entries(truth.page_week)
        .filter(([key, weeks]) => truth.categories[key] === category && sum(weeks) > 0)
        .map(([key, weeks]) => ({ title: truth.titles[key] ?? '', visits: sum(weeks) }))
        .sort((a, b) => b.visits - a.visits || (a.title < b.title ? -1 : 1))
        .slice(0, 10)
      const { rows } = await ask<TopResources>(`/top/${category}`)
      expect(rows.map((row) => ({ title: row.title, visits: row.visits }))).toEqual(expected)
    }
  })

  it('are those of the pages of all students together', async () => {
    const { truth } = answers
    const { students } = await ask<Students>('/students')
    const { assessments } = await ask<Grades>('/grades')
    const keys = new Map(assessments.map(({ id, key }) => [id, key]))
    const attempts: Record<string, number> = {}
    for (const { id, key } of students) {
      const page = await ask<StudentPage>(`/students/${id}`)
      for (const row of page.assessment) {
        const resource = keys.get(row.id) ?? ''
        if (row.attempts === 0) continue
        attempts[resource] = (attempts[resource] ?? 0) + row.attempts
        expect(row.latestGrade).toBe(truth.latest_grade[`${key}:${resource}`])
      }
    }
    const made = Object.entries(truth.submit_week).map(([key, weeks]) => [key, sum(weeks)] as const)
    expect(attempts).toEqual(Object.fromEntries(made.filter(([, count]) => count > 0)))
  })

  it('are divided by an event into the days before and from its own on', async () => {
    const { truth, course } = answers
    const lecture = { kind: 'repeating', title: 'Lecture', weekday: 3, startWeek: 1, time: null }
    const json = { ...lecture, endWeek: course.weeks }
    const { event } = await jsonOf<{ event: { id: number } }>(
      site.ask(`/api/courses/${courseId}/events`, { from: administrator, json }),
    )
    const halves = (days: number[]) =>
      Array.from({ length: course.weeks }, (_, week) => ({
        before: sum(days.slice(7 * week, 7 * week + 2)),
        after: sum(days.slice(7 * week + 2, 7 * week + 7)),
      }))
    const divided = (days: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(days).map(([key, ofDays]) => [key, halves(ofDays)]))
    const expectDivided = async () => {
      const table = '/before-after?event='
      const resources = await ask<ResourcesBeforeAfter>(`/resources${table}${event.id}`)
      const students = await ask<StudentsBeforeAfter>(`/students${table}${event.id}`)
      const rowsOf = (rows: { weeks: unknown }[], keys: string[]) =>
        Object.fromEntries(rows.map(({ weeks }, index) => [keys[index], weeks]))
      expect(rowsOf(resources.rows, resources.rows.map(nameOf))).toEqual(divided(truth.page_days))
      const keys = students.rows.map(({ key }) => key)
      expect(rowsOf(students.rows, keys)).toEqual(divided(truth.student_days))
    }
    await expectDivided()
    await countSplits(site.pool, courseId)
    await expectDivided()
  })
})
