import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  notViewedSchema,
  resourceAnswerSchema,
  resourceTableSchema,
  topResourcesSchema,
  topStudentsSchema,
  type NotViewed,
  type ResourceAnswer,
  type ResourceTable,
  type TopResources,
  type TopStudents,
} from '#shared/figures.ts'
import { ann, bob, folder, forum, quiz, reading, survey } from './support/course.ts'
import { createCourseSite, type CourseSite } from './support/course-site.ts'

let site: CourseSite

beforeAll(async () => {
  site = await createCourseSite()
})
afterAll(() => site.drop())

describe('top lists', () => {
  const top = (path: string) => site.answer<TopResources>(topResourcesSchema, `/top/${path}`)

  it('ranks content by visits and leaves out what nobody opened', async () => {
    expect((await top('content')).rows).toEqual([
      {
        id: site.id(reading),
        title: 'Reading',
        contentType: 'resource/x-bb-document',
        visits: 4,
        students: 2,
      },
    ])
    expect((await top('content?week=2')).rows).toMatchObject([{ visits: 1, students: 1 }])
  })
  it('counts posts of communication', async () => {
    expect((await top('communication')).rows).toEqual([
      {
        id: site.id(forum),
        title: 'Forum',
        contentType: 'resource/x-bb-discussionboard',
        visits: 3,
        students: 2,
        posts: 2,
      },
    ])
    expect((await top('communication?week=1')).rows).toEqual([])
  })
  it('ranks assessment by attempts, with mean and median of the newest grades', async () => {
    expect((await top('assessment?week=1')).rows).toEqual([
      {
        id: site.id(quiz),
        title: 'Quiz',
        contentType: 'assessment/x-bb-qti-test',
        visits: 1,
        students: 1,
        attempts: 3,
        averageGrade: 7.5,
        medianGrade: 7.5,
      },
    ])
  })
  it('ranks students', async () => {
    const { rows } = await site.answer<TopStudents>(topStudentsSchema, '/top/students')
    expect(rows).toEqual([
      { id: site.id(ann), name: 'Ann Archer', visits: 5 },
      { id: site.id(bob), name: 'Bob Baker', visits: 3 },
    ])
    const second = await site.answer<TopStudents>(topStudentsSchema, '/top/students?week=2')
    expect(second.rows.map(({ name, visits }) => `${name} ${visits}`)).toEqual([
      'Ann Archer 2',
      'Bob Baker 2',
    ])
  })
})

describe('tables of resources', () => {
  const table = (path: string) =>
    site.answer<ResourceTable>(resourceTableSchema, `/resources/${path}`)
  const short = ({ rows }: ResourceTable) =>
    rows.map(
      ({ title, weeks, total, percent }) => `${title}: ${weeks.join(' ')} = ${total}, ${percent} %`,
    )

  it('holds every resource in the order of the LMS, then by title', async () => {
    const { rows, totals } = await table('visits')
    expect(rows.map(({ title }) => title)).toEqual(['Week 1', 'Quiz', 'Forum', 'Reading', 'Survey'])
    expect(rows[3]).toEqual({
      id: site.id(reading),
      key: 'k1',
      title: 'Reading',
      contentType: 'resource/x-bb-document',
      category: 'content',
      parentId: site.id(folder),
      isForum: false,
      gone: false,
      weeks: [3, 1],
      total: 4,
      percent: 50,
    })
    expect(rows[4]).toMatchObject({ gone: true, weeks: [0, 0], total: 0, percent: 0 })
    expect(totals).toEqual({ weeks: [4, 4], total: 8 })
  })

  it("takes shares of the category's visits", async () => {
    expect(short(await table('visits?category=content'))).toEqual([
      'Week 1: 0 0 = 0, 0 %',
      'Reading: 3 1 = 4, 100 %',
    ])
  })

  it('counts the days of a span only', async () => {
    const answered = await table('visits?category=content&from=2016-02-05')
    expect(short(answered)).toEqual(['Week 1: 0 0 = 0, 0 %', 'Reading: 0 1 = 1, 100 %'])
    expect(answered.totals).toEqual({ weeks: [0, 1], total: 1 })
  })

  it('counts distinct students, whose total is no sum, as shares of the class', async () => {
    const { rows, totals } = await table('students?category=content')
    expect(rows[1]).toMatchObject({ title: 'Reading', weeks: [2, 1], total: 2 })
    expect(rows[1]?.percent).toBeCloseTo(66.67, 1)
    expect(totals).toEqual({ weeks: [2, 1], total: 2 })
    expect((await table('students')).totals).toEqual({ weeks: [2, 2], total: 2 })
  })

  it('counts those of everything below a row, each once', async () => {
    const below = async (query: string) => {
      const { rows, totals } = await table(`students?below=true${query}`)
      expect(totals).toEqual((await table(`students?${query}`)).totals)
      return rows.map(({ title, weeks, total }) => `${title}: ${weeks.join(' ')} = ${total}`)
    }
    expect(await below('&category=content')).toEqual(['Week 1: 2 1 = 2', 'Reading: 2 1 = 2'])
    // Ann opened the reading and the quiz in week 1.
    expect(await below('')).toEqual([
      'Week 1: 2 1 = 2',
      'Quiz: 1 0 = 1',
      'Forum: 0 2 = 2',
      'Reading: 2 1 = 2',
      'Survey: 0 0 = 0',
    ])
  })

  it('counts posts and attempts', async () => {
    expect(short(await table('posts'))).toEqual(['Forum: 0 2 = 2, 100 %'])
    expect(short(await table('attempts'))).toEqual(['Quiz: 3 0 = 3, 100 %', 'Survey: 0 0 = 0, 0 %'])
  })
})

describe('one resource', () => {
  const resource = (own: number) =>
    site.answer<ResourceAnswer>(resourceAnswerSchema, `/resources/${site.id(own)}`)

  it('tells its figures', async () => {
    expect(await resource(quiz)).toEqual({
      resource: {
        id: site.id(quiz),
        key: 'k3',
        title: 'Quiz',
        contentType: 'assessment/x-bb-qti-test',
        category: 'assessment',
        parentId: site.id(folder),
        isForum: false,
        gone: false,
        path: [{ id: site.id(folder), title: 'Week 1' }],
        visits: 1,
        students: 1,
        attempts: 3,
        averageGrade: 7.5,
        medianGrade: 7.5,
        firstVisitAt: '2016-02-04T09:00:00Z',
        lastVisitAt: '2016-02-04T09:00:00Z',
      },
    })
    expect((await resource(forum)).resource).toMatchObject({
      posts: 2,
      firstVisitAt: '2016-02-07T22:00:00Z',
      lastVisitAt: '2016-02-07T22:30:00Z',
    })
  })

  it('tells of one that nobody opened', async () => {
    expect((await resource(survey)).resource).toMatchObject({
      visits: 0,
      students: 0,
      attempts: 0,
      averageGrade: null,
      firstVisitAt: null,
    })
  })

  it('names who has not viewed it', async () => {
    const names = async (query: string) => {
      const { students, classSize } = await site.answer<NotViewed>(
        notViewedSchema,
        `/resources/${site.id(reading)}/not-viewed${query}`,
      )
      expect(classSize).toBe(3)
      return students.map(({ name }) => name)
    }
    expect(await names('')).toEqual(['cyd'])
    expect(await names('?from=2016-02-02')).toEqual(['cyd', 'Bob Baker'])
    expect(await names('?from=2016-02-02&to=2016-02-03')).toEqual([
      'cyd',
      'Ann Archer',
      'Bob Baker',
    ])
  })
  it('names who had not viewed it before an instant', async () => {
    const path = `/resources/${site.id(reading)}/not-viewed?before=`
    const names = async (before: string) => {
      const { students } = await site.answer<NotViewed>(
        notViewedSchema,
        `${path}${encodeURIComponent(before)}`,
      )
      return students.map(({ name }) => name)
    }
    // Bob opened it at 22:00, Ann five minutes later.
    expect(await names('2016-01-31T22:00:00Z')).toEqual(['cyd', 'Ann Archer', 'Bob Baker'])
    expect(await names('2016-02-01T09:00:00.001+11:00')).toEqual(['cyd', 'Ann Archer'])
    expect(await names('2016-02-08T00:00:00Z')).toEqual(['cyd'])

    const both = await site.askCourse(`${path}2016-02-08T00:00:00Z&from=2016-02-01`)
    expect(both.status).toBe(400)
    expect(await both.json()).toMatchObject({ errors: [{ path: 'before' }] })
    expect((await site.askCourse(`${path}Thursday`)).status).toBe(400)
  })
})
