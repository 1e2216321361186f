import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Course } from '#shared/course.ts'
import type {
  DailyMetrics,
  DailyVisits,
  Histogram,
  Hours,
  NotViewed,
  ResourceAnswer,
  ResourceTable,
  Students,
} from '#shared/figures.ts'
import type { StudentPage } from '#shared/student-page.ts'
import { publicId } from '#shared/public-id.ts'
import { categories } from '#shared/resource-category.ts'
import { counts, sessionsOf, sum, weeksOf, type CountedVisit } from '../support/truth-of-facts.ts'
import { jsonOf } from './support/site.ts'
import {
  createWalkedCourse,
  total,
  walkedCourses,
  walkedVisits,
  type WalkedCourse,
} from './support/walked-course.ts'

const numbers = <T>(rows: readonly T[], of: (row: T) => number) => rows.map(of)
const distinctUsers = (visits: readonly CountedVisit[]) =>
  new Set(visits.map(({ userNo }) => userNo)).size

describe.each(walkedCourses)(
  'every figure of a course in $timeZone that can be had twice',
  (course) => {
    const dayCount = 7 * course.weeks
    let walked: WalkedCourse
    beforeAll(async () => {
      walked = await createWalkedCourse(course)
    }, 120_000)
    afterAll(() => walked.drop())

    it('holds enough to be worth walking', () => {
      const { truth, table, people } = walked
      expect(truth.length).toBeGreaterThan(walkedVisits / 2)
      expect(table.rows.length).toBeGreaterThan(30)
      expect(people.rows.length).toBeGreaterThan(100)
    })

    it('is the same in the days, the weeks, the resources, the students, the hours and the facts', async () => {
      const { ask, askSite, truth, table, people, days } = walked
      const { course: overview } = await ask<{ course: Course }>('')
      const { courses: listed } = await jsonOf<{ courses: { visitsByWeek: number[] }[] }>(
        askSite('/api/courses'),
      )
      const { cells } = await ask<Hours>('/visits/hours')
      expect(days.map(total)).toEqual(
        counts(
          truth.map(({ day }) => day),
          dayCount,
        ),
      )
      const weeks = weeksOf(days.map(total))
      expect(listed[0]?.visitsByWeek).toEqual(weeks)
      expect(table.totals).toEqual({ weeks, total: truth.length })
      expect(people.totals).toEqual({ weeks, total: truth.length })
      expect(sum(numbers(cells, ({ visits }) => visits))).toBe(truth.length)
      expect(people.rows).toHaveLength(overview.students)
      expect(people.highest).toBe(Math.max(...people.rows.flatMap((row) => row.weeks)))
      for (const category of categories) {
        const { rows, totals } = await ask<ResourceTable>(`/resources/visits?category=${category}`)
        expect(totals.weeks).toEqual(weeksOf(days.map((day) => day[category])))
        expect(sum(numbers(rows, ({ percent }) => percent))).toBeCloseTo(100, 6)
        expect(rows).toHaveLength(table.rows.filter((row) => row.category === category).length)
      }
    })

    it('tells weekdays and hours of the local clock', async () => {
      const { ask, truth } = walked
      const { cells } = await ask<Hours>('/visits/hours')
      const spots = truth.map(({ day, hour }) => (day % 7) * 24 + hour)
      const inOrder = cells.toSorted((a, b) => a.weekday - b.weekday || a.hour - b.hour)
      expect(inOrder.map(({ visits }) => visits)).toEqual(counts(spots, 168))
    })

    it('is the same on the page of each resource', async () => {
      const { ask, courseId, table, truth } = walked
      const distinct = await ask<ResourceTable>('/resources/students')
      const byId = new Map(distinct.rows.map((row) => [row.id, row]))
      for (const row of table.rows) {
        const facts = truth.filter((visit) => publicId(courseId, visit.resourceNo) === row.id)
        const daily = await ask<DailyVisits>(`/visits/daily?resource=${row.id}`)
        const { resource } = await ask<ResourceAnswer>(`/resources/${row.id}`)
        const absent = await ask<NotViewed>(`/resources/${row.id}/not-viewed`)
        const { bins } = await ask<Histogram>(`/visits/histogram?resource=${row.id}`)
        expect(weeksOf(daily.days.map(total))).toEqual(row.weeks)
        expect([row.total, resource.visits]).toEqual([facts.length, facts.length])
        const seenBy = distinctUsers(facts)
        expect([byId.get(row.id)?.total, resource.students]).toEqual([seenBy, seenBy])
        expect(absent.classSize - absent.students.length).toBe(seenBy)
        expect(sum(numbers(bins.slice(1), (bin) => bin.students))).toBe(seenBy)
        expect(bins[0]?.students).toBe(absent.students.length)
        const weekly = Map.groupBy(facts, ({ day }) => Math.floor(day / 7))
        expect(byId.get(row.id)?.weeks).toEqual(
          row.weeks.map((_, week) => distinctUsers(weekly.get(week) ?? [])),
        )
      }
    })

    it('is the same on the page of each student', async () => {
      const { ask, table, people } = walked
      const { students: overview } = await ask<Students>('/students')
      const byId = new Map(overview.map((student) => [student.id, student]))
      const typeOf = new Map(table.rows.map((row) => [row.id, row.category]))
      for (const row of people.rows) {
        const daily = await ask<DailyVisits>(`/visits/daily?student=${row.id}`)
        const { student, ...page } = await ask<StudentPage>(`/students/${row.id}`)
        expect(weeksOf(daily.days.map(total))).toEqual(row.weeks)
        expect([byId.get(row.id)?.visits, student.visits]).toEqual([row.total, row.total])
        for (const category of ['communication', 'assessment'] as const) {
          const opened = page[category]
          expect(opened.every(({ id }) => typeOf.get(id) === category)).toBe(true)
          expect(sum(numbers<{ visits: number }>(opened, ({ visits }) => visits))).toBe(
            sum(daily.days.map((day) => day[category])),
          )
        }
      }
    })

    it('counts each session once', async () => {
      const { ask, truth, days } = walked
      const metrics = await ask<DailyMetrics>('/metrics/daily')
      const { students: overview } = await ask<Students>('/students')
      const sessions = sessionsOf(truth)
      const ofDays = Map.groupBy(sessions, ({ day }) => day)
      const oneDecimal = (value: number) => Math.round(value * 10) / 10
      const share = (day: number, of: (session: (typeof sessions)[number]) => number) => {
        const some = ofDays.get(day) ?? []
        return some.length === 0 ? 0 : oneDecimal(sum(some.map(of)) / some.length)
      }
      expect(metrics.days.map(({ sessions: count }) => count)).toEqual(
        Array.from({ length: dayCount }, (_, day) => ofDays.get(day)?.length ?? 0),
      )
      expect(metrics.days.map((day) => day.averageSessionMinutes)).toEqual(
        Array.from({ length: dayCount }, (_, day) => share(day, ({ minutes }) => minutes)),
      )
      expect(metrics.days.map((day) => day.averagePagesPerSession)).toEqual(
        Array.from({ length: dayCount }, (_, day) => share(day, ({ visits }) => visits)),
      )
      expect(sum(numbers(overview, (student) => student.sessions))).toBe(sessions.length)
      expect(metrics.days.map(({ uniquePages, students: seen }) => [uniquePages, seen])).toEqual(
        days.map(({ uniquePages, students: seen }) => [uniquePages, seen]),
      )
    })

    it('has the same numbers for a spreadsheet', async () => {
      const { askSite, courseId, table, people, days } = walked
      const csvOf = async (path: string) => {
        const answer = await askSite(`/api/courses/${courseId}${path}`)
        return parse<Record<string, string>>(await answer.text(), { bom: true, columns: true })
      }
      const asNumbers = (row: Record<string, string>, names: string[]) =>
        names.map((name) => Number(row[name]))
      const weekNames = Array.from({ length: course.weeks }, (_, week) => `week ${week + 1}`)
      const resources = await csvOf('/resources/visits?format=csv')
      expect(resources.slice(0, -1).map((row) => asNumbers(row, [...weekNames, 'total']))).toEqual(
        table.rows.map(({ weeks, total: all }) => [...weeks, all]),
      )
      const ofStudents = await csvOf('/students/visits?format=csv')
      expect(ofStudents.slice(0, -1).map((row) => asNumbers(row, weekNames))).toEqual(
        people.rows.map(({ weeks }) => weeks),
      )
      const daily = await csvOf('/visits/daily?format=csv')
      expect(daily.map((row) => asNumbers(row, [...categories]))).toEqual(
        days.map((day) => categories.map((category) => day[category])),
      )
    })
  },
)
