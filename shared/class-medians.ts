/** What the middle one of all students did, to set one student's figures against. */
import { z } from 'zod'

const count = z.int().min(0)
/** Of all students who count, those with none included; half-way between two middle ones. */
const median = z.number().min(0)

export const classMediansSchema = z.object({
  students: count.describe('Class size'),
  visits: median,
  activeDays: median.describe('Days with a visit'),
  posts: median,
  attempts: median,
  sessions: median.describe('Over the whole course, whatever the span'),
  communication: z.array(z.object({ id: z.int(), visits: median, posts: median })),
  assessment: z.array(
    z.object({
      id: z.int(),
      visits: median,
      attempts: median,
      grade: z
        .number()
        .nullable()
        .describe("Of the students' newest graded attempts; null where nobody has one"),
    }),
  ),
})
export type ClassMedians = z.infer<typeof classMediansSchema>
