import { z } from 'zod'

const id = z.int().positive()

/** A task of the scheduler; the row of `task_runs` that tells of this run, where there is one. */
const task = <Name extends string>(name: Name) =>
  z.strictObject({ job: z.literal(name), runId: id.optional() })

/** All that a message may hold: the job's name and ids. Everything else is read from their rows. */
export const jobSchema = z.discriminatedUnion('job', [
  z.strictObject({ job: z.literal('import-course'), importId: id }),
  z.strictObject({ job: z.literal('undo-import'), importId: id }),
  z.strictObject({ job: z.literal('clear-course'), courseId: id }),
  z.strictObject({ job: z.literal('recount-course'), courseId: id }),
  z.strictObject({ job: z.literal('count-splits'), courseId: id }),
  z.strictObject({ job: z.literal('rebuild-figures'), courseId: id }),
  z.strictObject({ job: z.literal('remove-course'), courseId: id }),
  z.strictObject({ job: z.literal('send-mail'), mailId: id }),
  z.strictObject({ job: z.literal('answer-in-import'), questionId: id }),
  z.strictObject({ job: z.literal('answer-in-mail'), questionId: id }),
  z.strictObject({ job: z.literal('answer-in-task'), questionId: id }),
  task('scan-imports'),
  task('recover-imports'),
  task('recover-mails'),
  task('digest'),
  task('purge'),
  task('heartbeat'),
])
export type Job = z.infer<typeof jobSchema>
export type JobName = Job['job']

export const queueNames = ['import', 'mail', 'task'] as const
export type QueueName = (typeof queueNames)[number]

/** Long work and short work wait apart. */
export const queueOf = {
  'import-course': 'import',
  'undo-import': 'import',
  'clear-course': 'import',
  'recount-course': 'import',
  'count-splits': 'import',
  'rebuild-figures': 'import',
  'remove-course': 'import',
  'send-mail': 'mail',
  'answer-in-import': 'import',
  'answer-in-mail': 'mail',
  'answer-in-task': 'task',
  'scan-imports': 'task',
  'recover-imports': 'task',
  'recover-mails': 'task',
  digest: 'task',
  purge: 'task',
  heartbeat: 'task',
} as const satisfies Record<JobName, QueueName>

const mostBytes = 4096

export function encodeJob(job: Job): Buffer {
  return Buffer.from(JSON.stringify(jobSchema.parse(job)))
}

/** The job of a message, or undefined where it is none of ours. */
export function decodeJob(content: Buffer): Job | undefined {
  if (content.length > mostBytes) return undefined
  try {
    return jobSchema.safeParse(JSON.parse(content.toString())).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
