import { expect, it } from 'vitest'
import type { AdminCourse } from '#shared/admin.ts'
import { changesOf, checkCourse, courseDraftOf, courseOf, movesDays } from './course-draft.ts'

const ann = { id: 3, name: 'Ann', email: 'ann@example.edu' }
const course: AdminCourse = {
  id: 7,
  code: 'ABC10',
  title: 'A course',
  offering: '2026',
  lmsType: 'Blackboard',
  lmsServer: { id: 2, name: 'Blackboard' },
  startDate: '2026-03-02',
  endDate: '2026-05-10',
  weeks: 10,
  timeZone: 'Europe/Berlin',
  students: 0,
  lastActivityAt: null,
  importing: false,
  lastImport: null,
  ownerIds: [3],
  owners: [ann],
  keepDays: null,
}
const draft = (more: object = {}) => ({ ...courseDraftOf(course, 'UTC'), ...more })

it('shows a course and gives the same one back', () => {
  expect(checkCourse(draft())).toEqual({})
  expect(courseOf(draft())).toMatchObject({
    code: 'ABC10',
    weeks: 10,
    lmsServerId: 2,
    ownerIds: [3],
  })
  expect(changesOf(draft(), course)).toEqual({})
})

it('sends only what was changed, and knows what moves days', () => {
  const renamed = changesOf(draft({ title: ' Another ', owners: [] }), course)
  expect(renamed).toEqual({ title: 'Another', ownerIds: [] })
  expect(movesDays(renamed)).toBe(false)
  expect(movesDays(changesOf(draft({ weeks: '11' }), course))).toBe(true)
  expect(changesOf(draft({ lmsServerId: '' }), course)).toEqual({ lmsServerId: null })
})

it('says what would be right', () => {
  expect(Object.keys(checkCourse(courseDraftOf(undefined, 'UTC')))).toEqual([
    'code',
    'title',
    'startDate',
  ])
  const wrong = {
    code: 'a/b',
    startDate: '2026-03-04',
    weeks: '61',
    timeZone: 'Berlin',
    lmsType: ' ',
    keepDays: '2 years',
  }
  expect(checkCourse(draft(wrong))).toEqual({
    code: 'Leave out / and \\.',
    startDate: 'Wed 4 Mar is no Monday. Choose 2 Mar 2026, say.',
    weeks: 'Enter a number of weeks from 1 to 60.',
    timeZone: 'Choose a time zone such as Europe/Berlin.',
    lmsType: 'Enter a name, such as Blackboard.',
    keepDays: 'Enter a number of days, or nothing.',
  })
  expect(checkCourse(draft({ startDate: '2026-03-06' }))['startDate']).toContain('9 Mar 2026')
})
