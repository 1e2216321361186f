import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countSplits } from '#import/count-splits.ts'
import type { ResourcesBeforeAfter, StudentsBeforeAfter } from '#shared/before-after.ts'
import type {
  Grades,
  Histogram,
  Hours,
  ResourceAnswer,
  ResourceTable,
  TopResources,
  TopStudents,
} from '#shared/figures.ts'
import { publicId } from '#shared/public-id.ts'
import { newestGraded, sum, type CountedVisit } from '../support/truth-of-facts.ts'
import { jsonOf } from './support/site.ts'
import {
  createWalkedCourse,
  total,
  walkedCourses,
  type WalkedCourse,
} from './support/walked-course.ts'

const numbers = <T>(rows: readonly T[], of: (row: T) => number) => rows.map(of)
const distinctUsers = (visits: readonly CountedVisit[]) =>
  new Set(visits.map(({ userNo }) => userNo)).size

describe.each(walkedCourses)(
  'every figure of a course in $timeZone holds in its parts',
  (course) => {
    let walked: WalkedCourse
    beforeAll(async () => {
      walked = await createWalkedCourse(course)
    }, 120_000)
    afterAll(() => walked.drop())

    it('is the same at the top as in the tables', async () => {
      const { ask, table, people } = walked
      const top = await ask<TopStudents>('/top/students')
      const most = people.rows.map((row) => row.total).toSorted((a, b) => b - a)
      expect(top.rows.map(({ visits }) => visits)).toEqual(most.slice(0, 10))
      for (const category of ['content', 'communication'] as const) {
        const { rows } = await ask<TopResources>(`/top/${category}`)
        const totals = new Map(table.rows.map((row) => [row.id, row.total]))
        for (const row of rows) expect(row.visits).toBe(totals.get(row.id))
        const best = table.rows.filter((row) => row.category === category).map((row) => row.total)
        expect(rows.map(({ visits }) => visits)).toEqual(
          best.toSorted((a, b) => b - a).slice(0, rows.length),
        )
        const week = await ask<TopResources>(`/top/${category}?week=2`)
        for (const row of week.rows) {
          expect(row.visits).toBe(table.rows.find(({ id }) => id === row.id)?.weeks[1])
        }
      }
    })

    it('is the same for a span as for its days', async () => {
      const { courseId, ask, truth, days } = walked
      const [first, last] = [9, 24]
      const span = `from=${days[first]?.day}&to=${days[last]?.day}`
      const inSpan = truth.filter(({ day }) => day >= first && day <= last)
      const resources = await ask<ResourceTable>(`/resources/visits?${span}`)
      const { bins } = await ask<Histogram>(`/visits/histogram?${span}`)
      const { cells } = await ask<Hours>(`/visits/hours?${span}`)
      expect(resources.totals.total).toBe(inSpan.length)
      expect(sum(days.slice(first, last + 1).map(total))).toBe(inSpan.length)
      expect(sum(numbers(cells, ({ visits }) => visits))).toBe(inSpan.length)
      expect(sum(numbers(bins.slice(1), (bin) => bin.students))).toBe(distinctUsers(inSpan))
      for (const row of resources.rows) {
        expect(row.total).toBe(
          inSpan.filter((v) => publicId(courseId, v.resourceNo) === row.id).length,
        )
      }
    })

    it('is divided by a lecture without losing anything', async () => {
      const { site, courseId, ask, truth, table, people, administrator } = walked
      const json = { kind: 'repeating', title: 'Lecture', weekday: 4, time: '10:30' }
      const weeks = { startWeek: 2, endWeek: course.weeks - 1 }
      const { event } = await jsonOf<{ event: { id: number } }>(
        site.ask(`/api/courses/${courseId}/events`, {
          from: administrator,
          json: { ...json, ...weeks },
        }),
      )
      await countSplits(site.pool, courseId)
      const resources = await ask<ResourcesBeforeAfter>(`/resources/before-after?event=${event.id}`)
      const students = await ask<StudentsBeforeAfter>(`/students/before-after?event=${event.id}`)
      const together = (halves: ({ before: number; after: number } | null)[]) =>
        halves.map((week) => week && week.before + week.after)
      const shown = (cells: number[]) =>
        cells.map((cell, week) => (week >= 1 && week < course.weeks - 1 ? cell : null))
      for (const [index, row] of resources.rows.entries()) {
        expect(together(row.weeks)).toEqual(shown(table.rows[index]?.weeks ?? []))
      }
      const rowOf = new Map(people.rows.map((row) => [row.id, row.weeks]))
      for (const row of students.rows) {
        expect(together(row.weeks)).toEqual(shown(rowOf.get(row.id) ?? []))
      }
      const before = (rows: { weeks: ({ before: number } | null)[] }[]) =>
        sum(rows.flatMap((row) => row.weeks.map((week) => week?.before ?? 0)))
      const localMinutes = ({ instant }: CountedVisit) => {
        const local = Temporal.Instant.from(`${instant.replace(' ', 'T')}Z`)
        const { hour, minute } = local.toZonedDateTimeISO(course.timeZone)
        return hour * 60 + minute
      }
      const earlier = truth.filter((visit) => {
        const [week, weekday] = [Math.floor(visit.day / 7), visit.day % 7]
        if (week < 1 || week >= course.weeks - 1) return false
        return weekday < 3 || (weekday === 3 && localMinutes(visit) < 10 * 60 + 30)
      })
      expect([before(resources.rows), before(students.rows)]).toEqual([
        earlier.length,
        earlier.length,
      ])
    })

    it('has the same grades in the table, on the pages and at the top', async () => {
      const { site, courseId, ask } = walked
      const grades = await ask<Grades>('/grades')
      const top = await ask<TopResources>('/top/assessment')
      const attempts = await ask<ResourceTable>('/resources/attempts')
      expect(grades.assessments.length).toBeGreaterThan(2)
      const newest = await newestGraded(site.pool, courseId)
      for (const assessment of grades.assessments) {
        const given = newest.get(assessment.id - publicId(courseId, 0)) ?? []
        const inTable = grades.students.filter(({ grades: of }) => assessment.id in of).length
        // Whose newest attempt waits for its grade has none in the table; an earlier one still counts.
        expect(inTable).toBeLessThanOrEqual(given.length)
        const middle = given.length / 2
        const median = (given[Math.ceil(middle) - 1]! + given[Math.floor(middle)]!) / 2
        expect(assessment.graded).toBe(given.length)
        if (given.length === 0) continue
        expect(assessment.average).toBeCloseTo(sum(given) / given.length, 6)
        expect(assessment.median).toBeCloseTo(median, 6)
        const { resource } = await ask<ResourceAnswer>(`/resources/${assessment.id}`)
        expect(resource.averageGrade).toBe(assessment.average)
        expect(resource.medianGrade).toBe(assessment.median)
        expect(resource.attempts).toBe(attempts.rows.find(({ id }) => id === assessment.id)?.total)
      }
      for (const row of top.rows) {
        const { average } = grades.assessments.find(({ id }) => id === row.id) ?? {}
        expect(row.averageGrade).toBe(average)
      }
    })
  },
)
