/** Events of all courses, as an administrator sees them. */
import { z } from 'zod'
import { eventKinds } from './event-kind.ts'
import { eventInputSchema, type CourseEvent } from './event.ts'
import { numberInAddress } from './number-in-address.ts'
import { listPage, sortedBy } from './page.ts'

export const anyCourseEventQuerySchema = z.strictObject({
  course: numberInAddress.optional(),
  kind: z.enum(eventKinds).optional(),
  q: z.string().trim().max(255).optional().describe('Part of a title or a course code'),
  from: z.iso.date().optional().describe('First day, in the zone of each course'),
  to: z.iso.date().optional().describe('Last day'),
  sort: sortedBy(['time', 'title', 'course'], 'time'),
  ...listPage,
})
export type AnyCourseEventQuery = z.infer<typeof anyCourseEventQuerySchema>

const courseDatesSchema = z.object({
  startDate: z.iso.date(),
  weeks: z.int(),
  timeZone: z.string().describe('IANA name; in it the event has its days'),
})
const ofCourse = {
  id: z.int(),
  courseId: z.int(),
  courseCode: z.string(),
  courseDates: courseDatesSchema,
}
const [single, repeating, submission] = eventInputSchema.options
const anyCourseEventSchema = z.discriminatedUnion('kind', [
  single.extend(ofCourse),
  repeating.extend(ofCourse),
  submission.extend(ofCourse),
])
export type AnyCourseEvent = CourseEvent & {
  courseId: number
  courseCode: string
  courseDates: z.infer<typeof courseDatesSchema>
}
export const anyCourseEventListSchema = z.object({ events: z.array(anyCourseEventSchema) })
