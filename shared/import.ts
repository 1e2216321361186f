import { z } from 'zod'

export const importStates = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'undone',
] as const
export type ImportState = (typeof importStates)[number]

/** Why an export could not be used at all; nothing of the course has changed. */
export const failureCodes = [
  'not_a_zip',
  'truncated_zip',
  'damaged_zip',
  'unsupported_zip',
  'missing_file',
  'unsafe_zip',
  'bad_encoding',
  'no_header',
  'missing_columns',
  'unclosed_quote',
  'nothing_fits',
  'gave_up',
] as const
export type FailureCode = (typeof failureCodes)[number]

/** Why a row was left out, in the order of the checks: the first that fits counts. */
export const skipReasons = [
  'malformed_row',
  'empty_key',
  'long_text',
  'no_target',
  'unknown_user',
  'unknown_resource',
  'unknown_forum',
  'not_an_assessment',
  'bad_timestamp',
  'outside_course',
  'bad_grade',
] as const
export type SkipReason = (typeof skipReasons)[number]

/** The five files of an export, in the order in which they are read. */
export const exportFiles = [
  'all_user.txt',
  'all_resources.txt',
  'forums.txt',
  'assessments.txt',
  'activity.txt',
] as const
export type ExportFile = (typeof exportFiles)[number]

const count = z.int().min(0)

/** Rows of one file: `read = stored + alreadyKnown + Σ skipped`, but for `bad_grade`, whose rows are kept. */
export const fileReceiptSchema = z.object({
  read: count,
  stored: count,
  alreadyKnown: count,
  skipped: z.partialRecord(z.enum(skipReasons), count),
})
export type FileReceipt = z.infer<typeof fileReceiptSchema>

const changedThings = z.object({ new: count, changed: count })

export const noticeSchema = z.object({
  code: z.string(),
  file: z.string().optional(),
  text: z.string().describe('A sentence for the administrator'),
  count: count.optional(),
})
export type Notice = z.infer<typeof noticeSchema>

export const receiptSchema = z.object({
  files: z.record(z.enum(exportFiles), fileReceiptSchema),
  people: changedThings,
  resources: changedThings.extend({ gone: count, back: count }),
  forums: z.object({ new: count }),
  sessions: z.object({ before: count, after: count }),
  span: z.object({ from: z.string(), to: z.string() }).nullable(),
  lastActivity: z.object({ before: z.string().nullable(), after: z.string().nullable() }),
  notices: z.array(noticeSchema),
  seconds: z.number(),
})
export type Receipt = z.infer<typeof receiptSchema>

export const importSchema = z.object({
  id: z.int(),
  courseId: z.int(),
  courseCode: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  sha256: z.string().nullable(),
  broughtBy: z.string(),
  state: z.enum(importStates),
  attempt: z.int(),
  progress: z.object({ phase: z.string(), rows: z.int(), of: z.int() }).nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  failure: z.object({ code: z.enum(failureCodes), text: z.string() }).nullable(),
  receipt: receiptSchema.nullable(),
})
export type Import = z.infer<typeof importSchema>

/** What an event of the stream of running imports tells; the last one of an import has its end. */
export const importProgressSchema = importSchema.pick({
  id: true,
  courseId: true,
  state: true,
  progress: true,
})
export type ImportProgress = z.infer<typeof importProgressSchema>

export const importAnswerSchema = z.object({ import: importSchema })
export const importsSchema = z.object({ imports: z.array(importSchema) })
