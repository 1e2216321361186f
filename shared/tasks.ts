import { z } from 'zod'
import { listPage, sortedBy } from './page.ts'
import { timeZoneSchema } from './session.ts'

const taskRunStates = ['published', 'running', 'succeeded', 'failed'] as const

export const taskRunSchema = z.object({
  id: z.int(),
  task: z.string(),
  state: z.enum(taskRunStates).describe('published: waits for a worker'),
  slotAt: z.string().describe('When it was due'),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  detail: z.string().describe('What it did, in words'),
})
export type TaskRun = z.infer<typeof taskRunSchema>
export const taskRunAnswerSchema = z.object({ run: taskRunSchema })
export const taskRunListSchema = z.object({ runs: z.array(taskRunSchema) })

export const taskSchema = z.object({
  name: z.string(),
  cron: z.string().describe('Minute, hour, day of the month, month, weekday'),
  timeZone: z.string(),
  enabled: z.boolean(),
  lastRunAt: z.string().nullable().describe('When its last slot was published'),
  nextRunAt: z.string().nullable(),
  lastRun: taskRunSchema.nullable(),
})
export type Task = z.infer<typeof taskSchema>
export const taskAnswerSchema = z.object({ task: taskSchema })
export const taskListSchema = z.object({ tasks: z.array(taskSchema) })

export const taskChangeSchema = z.strictObject({
  cron: z.string().trim().min(1).max(100).optional(),
  timeZone: timeZoneSchema.optional(),
  enabled: z.boolean().optional(),
})
export type TaskChange = z.infer<typeof taskChangeSchema>

export const taskRunQuerySchema = z.strictObject({
  task: z.string().max(64).optional(),
  state: z.enum(taskRunStates).optional(),
  sort: sortedBy(['slotAt'], '-slotAt'),
  ...listPage,
})
export type TaskRunQuery = z.infer<typeof taskRunQuerySchema>
