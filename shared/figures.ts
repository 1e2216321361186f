/** The answers of the course API: what each figure is, is said in `docs/figures.md`. */
import { z } from 'zod'
import { occurrenceSchema } from './event.ts'
import { numberInAddress } from './number-in-address.ts'
import { categories } from './resource-category.ts'

const count = z.int().min(0)
const day = z.iso.date()

const id = numberInAddress.pipe(z.int().min(1))
const week = numberInAddress.pipe(z.int().min(1).max(60)).optional()
const span = { from: day.optional(), to: day.optional() }
/** Every table comes as JSON or, with the same rows, as CSV. */
const format = z.enum(['json', 'csv']).optional()

export const noQuerySchema = z.strictObject({})
export const tableQuerySchema = z.strictObject({ format })
/** Days of a request's span: both optional, both inside the course, in order. */
export const spanQuerySchema = z.strictObject({ ...span, format })
export const weekQuerySchema = z.strictObject({ week, format })
export const notViewedQuerySchema = spanQuerySchema.extend({
  before: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Instead of days: who had not opened it before this instant, such as a lecture'),
})
export const dailyVisitsQuerySchema = spanQuerySchema.extend({
  student: id.optional(),
  resource: id.optional(),
})
export const histogramQuerySchema = spanQuerySchema.extend({ week, resource: id.optional() })
const category = z.enum(categories).optional()
export const resourceTableQuerySchema = spanQuerySchema.extend({ category })
export const resourceStudentsQuerySchema = tableQuerySchema.extend({
  category,
  below: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: who opened it or anything below it, each student once'),
})
export const searchQuerySchema = z.strictObject({ q: z.string().trim().min(1).max(255) })

export const dailyVisitsSchema = z.object({
  days: z.array(
    z.object({
      day,
      content: count,
      communication: count,
      assessment: count,
      uniquePages: count,
      students: count,
    }),
  ),
  events: z.array(occurrenceSchema),
})
export type DailyVisits = z.infer<typeof dailyVisitsSchema>

export const dailyMetricsSchema = z.object({
  days: z.array(
    z.object({
      day,
      uniquePages: count,
      students: count,
      sessions: count,
      averageSessionMinutes: z.number(),
      averagePagesPerSession: z.number(),
    }),
  ),
})
export type DailyMetrics = z.infer<typeof dailyMetricsSchema>

export const histogramSchema = z.object({
  students: count.describe('Class size'),
  bins: z.array(z.object({ from: count, to: count, students: count })),
})
export type Histogram = z.infer<typeof histogramSchema>

export const hoursSchema = z.object({
  cells: z.array(
    z.object({ weekday: z.int().min(1).max(7), hour: z.int().min(0).max(23), visits: count }),
  ),
})
export type Hours = z.infer<typeof hoursSchema>

export const topResourcesSchema = z.object({
  rows: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      contentType: z.string(),
      visits: count,
      students: count,
      posts: count.optional(),
      attempts: count.optional(),
      averageGrade: z.number().nullable().optional(),
      medianGrade: z.number().nullable().optional(),
    }),
  ),
})
export type TopResources = z.infer<typeof topResourcesSchema>

export const topStudentsSchema = z.object({
  rows: z.array(z.object({ id: z.int(), name: z.string(), visits: count })),
})
export type TopStudents = z.infer<typeof topStudentsSchema>

const resource = z.object({
  id: z.int(),
  key: z.string().describe("The export's content_key, or forum_key of a forum"),
  title: z.string(),
  contentType: z.string(),
  category: z.enum(categories),
  parentId: z.int().nullable(),
  isForum: z.boolean(),
  gone: z.boolean().describe('The newest export no longer names it'),
})
export type Resource = z.infer<typeof resource>

const weekCells = {
  weeks: z.array(count).describe('One number a week, from week 1'),
  total: count,
}
const percent = z.number().describe('0 to 100, not rounded')

export const resourceTableSchema = z.object({
  rows: z.array(resource.extend({ ...weekCells, percent })),
  totals: z.object(weekCells),
})
export type ResourceTable = z.infer<typeof resourceTableSchema>
export type ResourceRow = ResourceTable['rows'][number]

const grade = z.number().nullable()

export const resourceAnswerSchema = z.object({
  resource: resource.extend({
    path: z
      .array(z.object({ id: z.int(), title: z.string() }))
      .describe('What it lies in, from the top of the tree down'),
    visits: count,
    students: count,
    posts: count.optional(),
    attempts: count.optional(),
    averageGrade: grade.optional(),
    medianGrade: grade.optional(),
    firstVisitAt: z.string().nullable(),
    lastVisitAt: z.string().nullable(),
  }),
})
export type ResourceAnswer = z.infer<typeof resourceAnswerSchema>

const student = z.object({ id: z.int(), key: z.string(), name: z.string() })

export const notViewedSchema = z.object({
  students: z.array(student.extend({ email: z.string(), lastSeenAt: z.string().nullable() })),
  classSize: count,
})
export type NotViewed = z.infer<typeof notViewedSchema>

export const gradesSchema = z.object({
  assessments: z.array(
    z.object({
      id: z.int(),
      key: z.string(),
      title: z.string(),
      average: grade,
      median: grade,
      graded: count.describe('Students with a graded attempt'),
    }),
  ),
  students: z.array(
    student.extend({
      grades: z.record(z.string(), z.number()).describe('Newest grade by assessment id'),
    }),
  ),
})
export type Grades = z.infer<typeof gradesSchema>

export const studentsSchema = z.object({
  students: z.array(
    student.extend({
      email: z.string(),
      role: z.string(),
      group: z.string(),
      leftOut: z.boolean(),
      visits: count,
      sessions: count,
      lastSeenAt: z.string().nullable(),
      daysSilent: count.nullable().describe("Whole days to the course's last activity"),
    }),
  ),
})
export type Students = z.infer<typeof studentsSchema>

export const studentVisitsSchema = z.object({
  rows: z.array(student.extend({ ...weekCells, percent })),
  totals: z.object(weekCells),
  highest: count.describe('The largest cell'),
})
export type StudentVisits = z.infer<typeof studentVisitsSchema>

export const searchSchema = z.object({
  students: z.array(student),
  resources: z.array(resource.pick({ id: true, key: true, title: true, category: true })),
})
export type SearchAnswer = z.infer<typeof searchSchema>
