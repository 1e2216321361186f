import { describe, expect, it } from 'vitest'
import type { Course } from '#shared/course.ts'
import { resourceColumns, type Measure } from './resource-columns.ts'
import type { ResourceNode } from './resource-tree.ts'

const course = {
  startDate: '2026-02-02',
  weeks: 3,
  timeZone: 'UTC',
  students: 124,
  lastActivityAt: '2026-02-10T12:00:00Z',
} as Course
const node = {
  id: 1,
  title: 'Lecture',
  contentType: 'resource/x-bb-file',
  gone: true,
  weeks: [23, 0, 0],
  total: 23,
  percent: 18.548,
  children: [] as ResourceNode[],
} as ResourceNode

function columns(measure: Measure, isRolledUp = false) {
  const totals = { weeks: [46, 0, 0], total: 46 }
  const input = { measure, category: 'content', course, totals, highest: 46, isRolledUp } as const
  return new Map(resourceColumns(input).map((column) => [column.id, column]))
}

describe('the columns of a table of resources', () => {
  it('says a figure with its base', () => {
    const students = columns('students').get('w1')?.note?.(node)
    expect(students).toMatch(/^Week 1, 2\s?–\s?8 Feb: 23 of 124 students, 18.5\u00A0%$/)
    const visits = columns('visits').get('w1')?.note?.(node)
    expect(visits).toMatch(/^Week 1, 2\s?–\s?8 Feb: 23 of 46 visits to content, 50.0\u00A0%$/)
  })

  it('says when a figure holds what lies below', () => {
    const parent = { ...node, children: [node] }
    expect(columns('visits', true).get('total')?.note?.(parent)).toMatch(/everything below$/)
    expect(columns('visits', true).get('total')?.note?.(node)).not.toMatch(/everything below$/)
  })

  it('shades by the largest figure of the table', () => {
    const week = columns('visits').get('w1')
    expect(week?.heat?.(node)).toBe(0.5)
  })

  it('has no figures, not even zeros, for weeks that no export reaches', () => {
    const known = columns('visits').get('w2')
    const unknown = columns('visits').get('w3')
    expect([known?.text?.(node), known?.value(node)]).toEqual(['0', 0])
    expect([unknown?.text?.(node), unknown?.value(node)]).toEqual(['–', undefined])
    expect(unknown?.heat).toBeUndefined()
  })

  it('says that the totals of students are no sums', () => {
    expect(columns('students').get('w1')?.totalNote).toMatch(/no sum/)
    expect(columns('visits').get('w1')?.totalNote).not.toMatch(/no sum/)
  })

  it('says in full what a row is', () => {
    expect(columns('visits').get('title')?.note?.(node)).toBe(
      'Lecture · File · no longer in the newest export',
    )
  })
})
