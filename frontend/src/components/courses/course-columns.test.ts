import { describe, expect, it } from 'vitest'
import type { ListedCourse } from '#shared/course.ts'
import { courseFilter, importState, sparklineLabel, sparklineValues } from './course-columns.ts'

const course = {
  code: 'ABC10',
  title: 'Introduction to Programming',
  offering: 'Spring 2026',
  lmsType: 'Blackboard',
  lmsServer: { id: 1, name: 'Main campus' },
  startDate: '2026-02-02',
  weeks: 4,
  timeZone: 'UTC',
  lastActivityAt: '2026-02-10T12:00:00Z',
  importing: false,
  lastImport: null,
  visitsByWeek: [30, 12, 0, 0],
} as unknown as ListedCourse

describe('the list of courses', () => {
  it('finds a course by words of its code, title, offering and LMS', () => {
    const found = ['abc', 'program', 'spring intro', 'CAMPUS', '2026 abc10'].map((words) =>
      courseFilter(words)?.(course),
    )
    expect(found).toEqual([true, true, true, true, true])
    expect(courseFilter('abc autumn')?.(course)).toBe(false)
  })

  it('ends the line where the data end', () => {
    expect(sparklineValues(course)).toEqual([30, 12])
    expect(sparklineLabel(course)).toBe('42 visits in 2 weeks, at most 30 in one')
  })

  it('says what became of the newest export', () => {
    const finishedAt = '2026-02-10T12:00:00Z'
    expect(importState(course)).toBe('none yet')
    expect(importState({ ...course, lastImport: { id: 1, state: 'failed', finishedAt } })).toBe(
      'failed',
    )
    expect(importState({ ...course, importing: true })).toBe('being read')
  })
})
