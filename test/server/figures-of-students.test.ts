import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  dailyVisitsSchema,
  gradesSchema,
  notViewedSchema,
  searchSchema,
  studentVisitsSchema,
  studentsSchema,
  type DailyVisits,
  type Grades,
  type NotViewed,
  type SearchAnswer,
  type StudentVisits,
  type Students,
} from '#shared/figures.ts'
import { ann, cyd, eve, quiz, reading, survey } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

let site: CourseSite

beforeAll(async () => {
  site = await createCourseSite()
})
afterAll(() => site.drop())

describe('students', () => {
  it('lists all of them, also who is left out, but no staff', async () => {
    const { students } = await site.answer<Students>(studentsSchema, '/students')
    expect(students.map(({ name, leftOut }) => `${name} ${leftOut}`)).toEqual([
      'cyd false',
      'Ann Archer false',
      'Bob Baker false',
      'Eve Early true',
    ])
    expect(students[1]).toEqual({
      id: site.id(ann),
      key: 'u1',
      name: 'Ann Archer',
      email: 'ann@example.edu',
      role: '',
      group: '',
      leftOut: false,
      visits: 5,
      sessions: 4,
      lastSeenAt: '2016-02-07T22:30:00Z',
      daysSilent: 1,
    })
    // 2016-02-07 22:15:00.5 to 2016-02-09 22:15:00 lacks half a second of two days.
    expect(students[2]).toMatchObject({ lastSeenAt: '2016-02-07T22:15:00.5Z', daysSilent: 1 })
    expect(students[0]).toMatchObject({ visits: 0, lastSeenAt: null, daysSilent: null })
  })

  it('counts their visits by week', async () => {
    const { rows, totals, highest } = await site.answer<StudentVisits>(
      studentVisitsSchema,
      '/students/visits',
    )
    expect(rows.map(({ name, weeks, total, percent }) => [name, ...weeks, total, percent])).toEqual(
      [
        ['cyd', 0, 0, 0, 0],
        ['Ann Archer', 3, 2, 5, 62.5],
        ['Bob Baker', 1, 2, 3, 37.5],
      ],
    )
    expect(totals).toEqual({ weeks: [4, 4], total: 8 })
    expect(highest).toBe(3)
  })

  it('tells their newest grades', async () => {
    const { assessments, students } = await site.answer<Grades>(gradesSchema, '/grades')
    expect(assessments).toEqual([
      { id: site.id(quiz), key: 'k3', title: 'Quiz', average: 7.5, median: 7.5, graded: 2 },
      { id: site.id(survey), key: 'k5', title: 'Survey', average: null, median: null, graded: 0 },
    ])
    expect(students.map(({ name, grades }) => [name, grades])).toEqual([
      ['cyd', {}],
      ['Ann Archer', { [site.id(quiz)]: 9 }],
      ['Bob Baker', { [site.id(quiz)]: 6 }],
    ])
  })
})

it('finds students and resources by the beginning of a word', async () => {
  const found = async (q: string) => {
    const { students, resources } = await site.answer<SearchAnswer>(
      searchSchema,
      `/search?q=${encodeURIComponent(q)}`,
    )
    return [...students.map(({ name }) => name), ...resources.map(({ title }) => title)]
  }
  expect(await found('arch')).toEqual(['Ann Archer'])
  expect(await found('ARCH an')).toEqual(['Ann Archer'])
  expect(await found('rcher')).toEqual([])
  expect(await found('k3')).toEqual(['Quiz', 'Forum'])
  expect(await found('e')).toEqual(['Eve Early'])
  expect(await found('tom')).toEqual([])
  expect(await found('%')).toEqual([])
})

it('takes a student who is left out for one without figures', async () => {
  const { days } = await site.answer<DailyVisits>(
    dailyVisitsSchema,
    `/visits/daily?student=${site.id(eve)}`,
  )
  expect(days.every(({ students }) => students === 0)).toBe(true)
  const { students } = await site.answer<NotViewed>(
    notViewedSchema,
    `/resources/${site.id(reading)}/not-viewed`,
  )
  expect(students.map((student) => student.id)).toEqual([site.id(cyd)])
})
