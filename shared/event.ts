import { z } from 'zod'
import { eventKinds, submissionTypes } from './event-kind.ts'

const title = z.string().trim().min(1).max(255)
const instant = z.iso.datetime({ offset: true })

/** What a person enters; instants carry an offset, weeks are 1-based, weekday 1 is Monday. */
export const eventInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single'), title, at: instant }),
  z.strictObject({
    kind: z.literal('repeating'),
    title,
    weekday: z.int().min(1).max(7),
    startWeek: z.int().min(1),
    endWeek: z.int().min(1),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day as HH:MM')
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('submission'),
    title,
    startAt: instant,
    endAt: instant,
    submissionType: z.enum(submissionTypes),
  }),
])
export type EventInput = z.infer<typeof eventInputSchema>
export type CourseEvent = EventInput & { id: number }

const id = z.int()
const [single, repeating, submission] = eventInputSchema.options
/** An event as it is kept; instants are in UTC. */
export const courseEventSchema = z.discriminatedUnion('kind', [
  single.extend({ id }),
  repeating.extend({ id }),
  submission.extend({ id }),
])
export const eventAnswerSchema = z.object({ event: courseEventSchema })
export const eventListSchema = z.object({ events: z.array(courseEventSchema) })

/** One time that an event happens, on the course's local days; `endDay` and `endAt` for submissions only. */
export const occurrenceSchema = z.object({
  eventId: z.int(),
  kind: z.enum(eventKinds),
  title: z.string(),
  day: z.iso.date(),
  at: z.string().nullable().describe('Instant in UTC; null for an event without a time of day'),
  endDay: z.iso.date().optional(),
  endAt: z.string().optional(),
})
export type Occurrence = z.infer<typeof occurrenceSchema>
