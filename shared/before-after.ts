/** Visits before and after a repeating event, week by week; see `docs/figures.md`. */
import { z } from 'zod'
import { courseEventSchema } from './event.ts'
import { resourceTableSchema, studentVisitsSchema } from './figures.ts'
import { numberInAddress } from './number-in-address.ts'
import { categories } from './resource-category.ts'

const [, repeatingEvent] = courseEventSchema.options
export type RepeatingEvent = z.infer<typeof repeatingEvent>

const count = z.int().min(0)
const format = z.enum(['json', 'csv']).optional()
const event = numberInAddress.describe('Id of a repeating event of the course')

export const studentsBeforeAfterQuerySchema = z.strictObject({ event, format })
export const resourcesBeforeAfterQuerySchema = studentsBeforeAfterQuerySchema.extend({
  category: z.enum(categories).optional(),
})

const weekHalves = z.object({ before: count, after: count })
export type WeekHalves = z.infer<typeof weekHalves>
const halves = {
  weeks: z
    .array(weekHalves.nullable())
    .describe('One entry a week, from week 1; null where the event does not take place'),
}
const noWeeks = { weeks: true, total: true, percent: true } as const

export const resourcesBeforeAfterSchema = z.object({
  event: repeatingEvent,
  rows: z.array(resourceTableSchema.shape.rows.element.omit(noWeeks).extend(halves)),
})
export type ResourcesBeforeAfter = z.infer<typeof resourcesBeforeAfterSchema>

export const studentsBeforeAfterSchema = z.object({
  event: repeatingEvent,
  rows: z.array(studentVisitsSchema.shape.rows.element.omit(noWeeks).extend(halves)),
  highest: count.describe('The largest of all halves'),
})
export type StudentsBeforeAfter = z.infer<typeof studentsBeforeAfterSchema>
