import { z } from 'zod'
import { importStates } from './import.ts'

export const courseSchema = z.object({
  id: z.int(),
  code: z.string(),
  title: z.string(),
  offering: z.string(),
  lmsType: z.string(),
  lmsServer: z.object({ id: z.int(), name: z.string() }).nullable(),
  startDate: z.iso.date().describe('The Monday on which week 1 begins'),
  endDate: z.iso.date().describe('The last day of the last week'),
  weeks: z.int().min(1).max(60),
  timeZone: z.string().describe('IANA name'),
  students: z.int().describe('Class size: students who count'),
  lastActivityAt: z.string().nullable().describe('Newest instant stored, UTC'),
  importing: z.boolean(),
  lastImport: z
    .object({
      id: z.int(),
      state: z.enum(importStates),
      finishedAt: z.string().nullable(),
    })
    .nullable(),
})
export type Course = z.infer<typeof courseSchema>

export const courseAnswerSchema = z.object({ course: courseSchema })
export const listedCourseSchema = courseSchema.extend({
  visitsByWeek: z.array(z.int()).describe('One number a week, from week 1'),
})
export type ListedCourse = z.infer<typeof listedCourseSchema>
export const courseListSchema = z.object({ courses: z.array(listedCourseSchema) })
