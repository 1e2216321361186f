import { expect } from 'vitest'
import { countSplits } from '#import/count-splits.ts'
import type { Job } from '#lib/jobs.ts'
import {
  resourcesBeforeAfterSchema,
  studentsBeforeAfterSchema,
  type ResourcesBeforeAfter,
  type StudentsBeforeAfter,
  type WeekHalves,
} from '#shared/before-after.ts'
import { addVisitedCourse, type Visited } from '../../support/visited-course.ts'
import { createTestSite, jsonOf } from './site.ts'

export type BeforeAfterSite = Awaited<ReturnType<typeof createBeforeAfterSite>>

export interface SplittingEvent {
  weekday: number
  time: string | null
  startWeek?: number
  endWeek?: number
}
export interface Dates {
  startDate: string
  weeks: number
  timeZone: string
}

export const inShort = (week: WeekHalves | null) => (week ? `${week.before}/${week.after}` : '-')

/** A site, its owner, and what they see before and after events. */
export async function createBeforeAfterSite() {
  const published: Job[] = []
  const publish = (job: Job) => Promise.resolve(void published.push(job))
  const site = await createTestSite({ publish })
  const { pool } = site
  const owner = await site.addPerson('owner@example.edu')
  let codes = 0

  const addCourse = (about: Dates, visits: Visited[]) =>
    addVisitedCourse(pool, { ...about, code: `C${++codes}`, owners: [owner.id] }, visits)

  async function addEvent(courseId: number, event: SplittingEvent | object): Promise<number> {
    const json = { kind: 'repeating', title: 'Lecture', startWeek: 1, endWeek: 2, ...event }
    const path = `/api/courses/${courseId}/events`
    const answer = await jsonOf<{ event: { id: number } }>(site.ask(path, { from: owner, json }))
    return answer.event.id
  }

  async function ask(courseId: number, event: number) {
    const table = <T>(path: string) =>
      jsonOf<T>(site.ask(`/api/courses/${courseId}/${path}?event=${event}`, { from: owner }))
    const resources = await table<ResourcesBeforeAfter>('resources/before-after')
    expect(resourcesBeforeAfterSchema.parse(resources)).toEqual(resources)
    const students = await table<StudentsBeforeAfter>('students/before-after')
    expect(studentsBeforeAfterSchema.parse(students)).toEqual(students)
    return {
      resources: resources.rows.map(({ weeks }) => weeks.map(inShort)),
      students: students.rows.map(({ weeks }) => weeks.map(inShort)),
      highest: students.highest,
    }
  }

  /** Both tables, as `before/after` by week; `-` where there is none. The same from the facts and from figures. */
  async function tables(courseId: number, event: SplittingEvent) {
    const id = await addEvent(courseId, event)
    const fromFacts = await ask(courseId, id)
    await countSplits(pool, courseId)
    const asked = published.length
    expect(await ask(courseId, id)).toEqual(fromFacts)
    expect(published).toHaveLength(asked)
    return fromFacts
  }

  return { ...site, owner, published, addCourse, addEvent, tables }
}
