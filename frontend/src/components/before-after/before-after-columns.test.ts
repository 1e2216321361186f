import { expect, it } from 'vitest'
import type { RepeatingEvent } from '#shared/before-after.ts'
import type { Course } from '#shared/course.ts'
import { beforeAfterColumns } from './before-after-columns.ts'
import { totalHalves, type HalvesRow } from './halves.ts'

const course = {
  startDate: '2026-03-02',
  weeks: 5,
  timeZone: 'UTC',
  lastActivityAt: '2026-03-18T12:00:00Z',
} as Course
const event: RepeatingEvent = {
  id: 1,
  kind: 'repeating',
  title: 'Lecture',
  weekday: 4,
  startWeek: 2,
  endWeek: 4,
  time: '10:00',
}
/** Known until the Wednesday of week 3; no lecture in the weeks 1 and 5. */
const halves = (before: number, after: number) => ({ before, after })
const reading = { id: 1, weeks: [null, halves(12, 30), halves(6, 0), halves(0, 0), null] }
const slides = { id: 2, weeks: [null, halves(0, 8), halves(0, 0), halves(0, 0), null] }
const rows: HalvesRow[] = [reading, slides]
const first = { id: 'title', header: 'Title', kind: 'text' as const, value: () => '' }
const columns = beforeAfterColumns({ first, course, event, totals: totalHalves(rows) })
const column = (id: string) => columns.find((one) => one.id === id)

it('has the weeks between what names a row and the share before', () => {
  expect(columns.map(({ id }) => id)).toEqual(['title', 'w1', 'w2', 'w3', 'w4', 'w5', 'before'])
})

it('says the figures with their base', () => {
  expect(column('w2')?.note?.(reading)).toMatch(
    /^Week 2, 9\s?–\s?15 Mar: 12 of 42 visits before \(28.6\u00A0%\), 30 after$/,
  )
  expect(column('w2')?.text?.(reading)).toBe('12 before, 30 after')
  expect(column('before')?.text?.(reading)).toBe('37.5\u00A0% before')
  expect(column('before')?.total).toBe('32.1\u00A0% before')
})

it('says where the data end before the week does', () => {
  expect(column('w3')?.note?.(reading)).toMatch(/ 0 after\. Data end on Wed 18 Mar, so not all/)
  expect(column('before')?.note?.(reading)).toMatch(/Data end on Wed 18 Mar/)
  expect(column('w2')?.note?.(reading)).not.toMatch(/Data end/)
})

it('shows nothing in weeks without the event, and that nothing is known yet in later ones', () => {
  expect([column('w1')?.text?.(reading), column('w5')?.text?.(reading)]).toEqual(['', ''])
  expect(column('w1')?.note?.(reading)).toMatch(/no Lecture$/)
  expect(column('w4')?.text?.(reading)).toBe('–')
  expect(column('w4')?.note?.(reading)).toMatch(/no export reaches into this week yet$/)
})

it('has no share where nobody came, and sorts that last', () => {
  const nobody = { id: 3, weeks: [null, halves(0, 0), halves(0, 0), halves(0, 0), null] }
  expect(column('before')?.text?.(nobody)).toBe('–')
  expect(column('before')?.value(nobody)).toBeUndefined()
})

it('copies out both figures of a week', () => {
  const both = column('w2')?.csv?.map(({ header, value }) => [header, value(reading)])
  expect(both).toEqual([
    ['W2 (9 Mar) before', 12],
    ['W2 (9 Mar) after', 30],
  ])
})
