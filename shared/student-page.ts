/** What one student did, resource by resource; see `docs/figures.md`. */
import { z } from 'zod'
import { studentsSchema } from './figures.ts'

const count = z.int().min(0)
const grade = z.number().nullable()
const opened = { id: z.int(), title: z.string(), contentType: z.string(), visits: count }

export const studentPageSchema = z.object({
  student: studentsSchema.shape.students.element.describe('Over the whole course'),
  communication: z.array(z.object({ ...opened, posts: count })),
  assessment: z.array(
    z.object({
      ...opened,
      attempts: count,
      latestGrade: grade.describe('Of the newest attempt; null where it has none'),
      averageGrade: grade.describe("Mean of the grades of the student's own attempts"),
    }),
  ),
})
export type StudentPage = z.infer<typeof studentPageSchema>

export const studentChangeSchema = z.strictObject({
  leftOut: z.boolean().describe('true: no figure of the course counts the student'),
})
export const studentAnswerSchema = studentPageSchema.pick({ student: true })
export type StudentAnswer = z.infer<typeof studentAnswerSchema>
