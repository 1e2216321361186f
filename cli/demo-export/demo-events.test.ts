import { expect, test } from 'vitest'
import { eventInputSchema } from '#shared/event.ts'
import { newCourseSchema } from '#shared/admin.ts'
import { weekOfDayIndex } from '#shared/calendar-days.ts'
import { makeDemoCourse } from './demo-course.ts'
import { demoCourse, demoEvents } from './demo-events.ts'
import type { DemoOptions } from './options.ts'
import { VisitMaker } from './visits.ts'

const options: DemoOptions = {
  students: 100,
  weeks: 14,
  visits: 60_000,
  seed: 1,
  startDate: '2026-02-23',
  timeZone: 'Australia/Adelaide',
}
const course = makeDemoCourse(options)
const maker = new VisitMaker(course)
const visitsOfDay = course.plan.days.map(({ index }) => {
  maker.makeDay(index)
  return maker.sheet.size
})
const dayOf = (instant: string) =>
  course.plan.days.findLastIndex(({ start }) => start <= Date.parse(instant))
const mean = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length

test('course and events are what the forms of cloop take, for every length of course', () => {
  for (let weeks = 1; weeks <= 60; weeks++) {
    const any = { ...options, weeks }
    newCourseSchema.parse(demoCourse(any))
    for (const event of demoEvents(any)) {
      eventInputSchema.parse(event)
      if (event.kind === 'repeating') expect(event.endWeek).toBeLessThanOrEqual(weeks)
      if (event.kind === 'submission') expect(event.endAt > event.startAt).toBe(true)
    }
  }
})

test('a course of usual length has lectures, deadlines, quizzes, a break, a test and an exam', () => {
  const titles = demoEvents(options).map(({ title }) => title)
  expect(titles).toEqual(expect.arrayContaining(['Lecture', 'Workshop', 'Quiz 1', 'Exam']))
  expect(titles.filter((title) => title.startsWith('Assignment'))).toHaveLength(3)
})

test('the last days before an assignment is due see more visits than the same weekdays elsewhere', () => {
  for (const event of demoEvents(options)) {
    if (event.kind !== 'submission' || event.submissionType !== 'assignment') continue
    const due = dayOf(event.endAt)
    const elsewhere = visitsOfDay.filter(
      (_, day) => day % 7 === due % 7 && Math.abs(day - due) >= 7 && weekOfDayIndex(day) < 13,
    )
    expect(visitsOfDay[due]).toBeGreaterThan(1.4 * mean(elsewhere))
  }
})

test('the break is quiet, and the day before the exam the busiest', () => {
  const weeks = Array.from({ length: options.weeks }, (_, week) =>
    mean(visitsOfDay.slice(7 * week, 7 * week + 7)),
  )
  const { breakWeek, exam } = course.plan
  expect(weeks[breakWeek! - 1]).toBeLessThan(0.4 * mean(weeks))
  expect(visitsOfDay.indexOf(Math.max(...visitsOfDay))).toBe(exam!.day - 1)
  expect(mean(visitsOfDay.slice(exam!.day + 1))).toBeLessThan(0.1 * mean(visitsOfDay))
})

test('lecture days are busier than the days around them in most weeks', () => {
  const lectureDays = course.plan.teachingWeeks.map((week) => 7 * (week - 1) + 1)
  const busier = lectureDays.filter((day) => visitsOfDay[day]! > visitsOfDay[day - 1]!)
  expect(busier.length).toBeGreaterThan(0.8 * lectureDays.length)
})
