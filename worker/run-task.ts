import { queueOf, type Job, type JobName } from '#lib/jobs.ts'
import type { WorkerContext } from './context.ts'
import { purge } from './purge.ts'
import { recoverImports } from './recover-imports.ts'
import { recoverMails } from './recover-mails.ts'
import { scanImports } from './scan-imports.ts'
import { endRun, startRun } from './task-rows.ts'
import { writeDigests } from './write-digests.ts'

type TaskName = Exclude<
  { [Name in JobName]: (typeof queueOf)[Name] extends 'task' ? Name : never }[JobName],
  'answer-in-task'
>
export type TaskJob = Extract<Job, { job: TaskName }>

export const isTask = (job: Job): job is TaskJob => Object.hasOwn(tasks, job.job)

/** Each task says in words what it did. All of them may run twice, also at once. */
const tasks: Record<TaskJob['job'], (context: WorkerContext) => Promise<string>> = {
  'scan-imports': (context) => scanImports(context),
  'recover-imports': recoverImports,
  'recover-mails': recoverMails,
  digest: (context) => writeDigests(context, new Date()),
  purge,
  heartbeat: async ({ broker }) => {
    const waiting = Object.entries(await broker.waiting())
    return waiting.map(([queue, count]) => `${queue} ${count}`).join(', ')
  },
}

/** Runs a task of the scheduler and keeps the books on it. A task that fails is tried again at its next slot. */
export async function runTask(context: WorkerContext, { job, runId }: TaskJob): Promise<void> {
  const { pool, log } = context
  if (runId !== undefined && !(await startRun(pool, runId))) {
    log.info({ task: job, runId }, 'this run has ended already')
    return
  }
  const startedAt = performance.now()
  const end = await tasks[job](context).then(
    (detail) => ({ state: 'succeeded', detail }) as const,
    (error: unknown) => {
      log.error({ err: error, task: job, runId }, 'a task failed')
      return { state: 'failed', detail: inWords(error) } as const
    },
  )
  if (runId !== undefined) await endRun(pool, runId, end)
  const seconds = Math.round(performance.now() - startedAt) / 1000
  log.info({ task: job, runId, ...end, seconds }, 'task')
}

/** For the history of tasks: what a statement held is not for it. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  if ('sql' in error)
    return `a statement failed${'code' in error ? ` (${String(error.code)})` : ''}`
  return error.message
}
