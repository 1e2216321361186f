/** The answers of the course API: what each figure is, is said in `docs/figures.md`. */
import { z } from 'zod'
import { occurrenceSchema } from './event.ts'
import { categories } from './resource-category.ts'

const count = z.int().min(0)
const day = z.iso.date()

/** Days of a request's span: both optional, both inside the course, in order. */
export const spanQuerySchema = z.strictObject({ from: day.optional(), to: day.optional() })
const id = z.coerce.number().int().min(1)
export const weekQuerySchema = z.strictObject({ week: id.max(60).optional() })
export const dailyVisitsQuerySchema = spanQuerySchema.extend({
  student: id.optional(),
  resource: id.optional(),
})
export const histogramQuerySchema = spanQuerySchema.extend({
  week: id.max(60).optional(),
  resource: id.optional(),
})
export const resourceTableQuerySchema = spanQuerySchema.extend({
  category: z.enum(categories).optional(),
})

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

export const resourceTableSchema = z.object({
  rows: z.array(
    z.object({
      id: z.int(),
      key: z.string(),
      title: z.string(),
      contentType: z.string(),
      category: z.enum(categories),
      parentId: z.int().nullable(),
      isForum: z.boolean(),
      gone: z.boolean(),
      weeks: z.array(count),
      total: count,
      percent: z.number(),
    }),
  ),
  totals: z.object({ weeks: z.array(count), total: count }),
})
export type ResourceTable = z.infer<typeof resourceTableSchema>
export type ResourceRow = ResourceTable['rows'][number]
