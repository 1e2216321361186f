import { z } from 'zod'
import { courseEventSchema, eventInputSchema } from './event.ts'

/** Importing a calendar and copying another course's events answer alike: what they would make, or have made. */
const dryRun = z.boolean().default(false).describe('Only say what would be made')
const yesOrNo = z.enum(['true', 'false']).transform((word) => word === 'true')

export const eventImportQuerySchema = z.strictObject({
  dryRun: yesOrNo.default(false).describe('Only say what would be made'),
})
export const eventCopySchema = z.strictObject({
  fromCourseId: z.int().positive().describe('Another course that one may see'),
  dryRun,
})

const [single, repeating, submission] = eventInputSchema.options
const made = {
  id: z.int().nullable().describe('null: would be made'),
  change: z.enum(['added', 'changed']),
}
const changedEventSchema = z.discriminatedUnion('kind', [
  single.extend(made),
  repeating.extend(made),
  submission.extend(made),
])

export const eventChangesSchema = z.object({
  events: z.array(changedEventSchema).describe('What is new, and what is as it stands here now'),
  removed: z
    .array(courseEventSchema)
    .describe('Made by an earlier import of this calendar, which no longer has them'),
  skipped: z.array(z.object({ title: z.string(), reason: z.string() })),
  unchanged: z.int().describe('Events that are here already, just so'),
})
export type EventChanges = z.infer<typeof eventChangesSchema>
export type ChangedEvent = EventChanges['events'][number]
export type SkippedEvent = EventChanges['skipped'][number]
