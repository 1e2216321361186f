import { expect, it } from 'vitest'
import type { ListedCourse } from '#shared/course.ts'
import { foundPlaces, knownPlaces, searchedCourses } from './palette-items.ts'

function course(id: number, title: string, lastActivityAt: string | null = null): ListedCourse {
  return {
    id,
    code: `C${id}`,
    title,
    offering: '',
    lmsType: 'Blackboard',
    lmsServer: null,
    startDate: '2026-03-02',
    endDate: '2026-03-29',
    weeks: 4,
    timeZone: 'UTC',
    students: 3,
    lastActivityAt,
    importing: false,
    lastImport: null,
    visitsByWeek: [],
  }
}
const biology = course(1, 'Human Biology', '2026-03-03T10:00:00Z')
const law = course(2, 'Public Law', '2026-03-09T10:00:00Z')
const empty = course(3, 'Nothing yet')
const courses = [biology, law, empty]
const sitePages = [{ name: 'account', label: 'Account' }]

const labels = (search: string, current: ListedCourse | null) => {
  const { pages, courses: found } = knownPlaces({ search, courses, sitePages, current })
  return [...pages, ...found].map(({ label }) => label)
}

it('finds pages and courses by the beginning of any word', () => {
  expect(labels('bio', null)).toEqual(['Human Biology'])
  expect(labels('c2', null)).toEqual(['Public Law'])
  expect(labels('stud', biology)).toEqual(['Students'])
  expect(labels('stud', null)).toEqual([])
})

it('shows pages and courses before anything is typed', () => {
  expect(labels(' ', biology)).toEqual(expect.arrayContaining(['Dashboard', 'Account', law.title]))
})

it('searches the open course first, then those with the newest activity', () => {
  expect(searchedCourses(courses, null)).toEqual([law, biology])
  expect(searchedCourses(courses, biology)).toEqual([biology, law])
  expect(searchedCourses(courses, empty)).toEqual([empty, law, biology])
})

it('leads to a student and a resource of their course', () => {
  const { students, resources } = foundPlaces(law, {
    students: [{ id: 20_000_001, key: 'u1', name: 'Ann Example' }],
    resources: [{ id: 20_000_002, key: 'k2', title: 'Reading', category: 'content' }],
  })
  expect(students).toEqual([
    {
      key: 'student 20000001',
      label: 'Ann Example',
      hint: 'u1 · Public Law',
      to: { name: 'student', params: { courseId: 2, studentId: 20_000_001 } },
    },
  ])
  expect(resources[0]).toMatchObject({ hint: 'Content · Public Law' })
})
