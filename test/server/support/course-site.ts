import { expect } from 'vitest'
import type { ZodType } from 'zod'
import { publicId } from '#shared/public-id.ts'
import { addCourse } from './course.ts'
import { createTestSite, jsonOf } from './site.ts'

export type CourseSite = Awaited<ReturnType<typeof createCourseSite>>

/** A site with the course that can be counted by hand, and its owner. */
export async function createCourseSite() {
  const site = await createTestSite()
  const owner = await site.addPerson('owner@example.edu')
  const course = await addCourse(site.pool, { owners: [owner.id] })

  return {
    ...site,
    owner,
    course,
    /** The public id of a person or resource of the course. */
    id: (own: number) => publicId(course, own),
    askCourse: (path: string) => site.ask(`/api/courses/${course}${path}`, { from: owner }),
    /** The answer, which holds what its schema says and nothing else. */
    async answer<T>(schema: ZodType<T>, path: string): Promise<T> {
      const body = await jsonOf<T>(site.ask(`/api/courses/${course}${path}`, { from: owner }))
      expect(schema.parse(body)).toEqual(body)
      return body
    },
  }
}
