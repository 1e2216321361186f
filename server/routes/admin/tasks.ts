import { Hono } from 'hono'
import { inDbTransaction } from '#drizzle/db.ts'
import { jobSchema } from '#lib/jobs.ts'
import {
  taskAnswerSchema,
  taskChangeSchema,
  taskListSchema,
  taskRunAnswerSchema,
  taskRunListSchema,
  taskRunQuerySchema,
} from '#shared/tasks.ts'
import { notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { listAsCsv, readPart } from '../../middleware/lists.ts'
import { changeExistingTask, startTask } from '../../repositories/task-changes.ts'
import { findRun, listTasks, newestRuns } from '../../repositories/tasks.ts'
import { taskOf, taskRunOf } from '../../shaping/tasks.ts'
import { runRows } from './lists.ts'

const about = (summary: string, problems: number[] = []) => ({
  tag: 'Administration: tasks',
  summary,
  problems: [403, ...problems],
})

/** What the scheduler does when. */
export function taskRoutes(deps: Deps) {
  const { db, pool, now } = deps
  const history = runRows(db)
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('Tasks, by name'), answer: taskListSchema }),
      noQuery,
      async (c) => {
        const [tasks, runs] = await Promise.all([listTasks(db), newestRuns(db)])
        return c.json({ tasks: tasks.map((task) => taskOf(task, runs)) })
      },
    )
    .get(
      '/runs',
      describe({
        ...about('What tasks did, newest first'),
        answer: taskRunListSchema,
        hasCsv: true,
      }),
      accept('query', taskRunQuerySchema),
      listAsCsv(history),
      async (c) => c.json({ runs: await readPart(c, history, c.req.valid('query')) }),
    )
    .patch(
      '/:name',
      describe({ ...about('Change when a task runs', [404]), answer: taskAnswerSchema }),
      noQuery,
      accept('json', taskChangeSchema),
      async (c) => {
        const name = c.req.param('name')
        const change = c.req.valid('json')
        await inDbTransaction(pool, async (tx) => {
          await changeExistingTask(tx, { name, change, now: now() })
          await audit(c, { db: tx, now }, 'task.changed', { detail: { task: name, ...change } })
        })
        const [[task], runs] = await Promise.all([listTasks(db, name), newestRuns(db)])
        if (!task) throw notFound()
        return c.json({ task: taskOf(task, runs) })
      },
    )
    .route('/', taskStartRoutes(deps))
}

const start = {
  ...about('Run a task now', [404, 409]),
  answer: taskRunAnswerSchema,
  status: 202,
} as const

function taskStartRoutes(deps: Deps) {
  const { db, pool, now } = deps
  return new Hono<SiteEnv>().post('/:name/run', describe(start), noQuery, async (c) => {
    const name = c.req.param('name')
    const runId = await inDbTransaction(pool, async (tx) => {
      const id = await startTask(tx, name, now())
      await audit(c, { db: tx, now }, 'task.started', { detail: { task: name, run: id } })
      return id
    })
    await publishRun(deps, { job: name, runId })
    const run = await findRun(db, runId)
    if (!run) throw notFound()
    return c.json({ run: taskRunOf(run) }, 202)
  })
}

/** The run's row is what counts: while the broker is away the scheduler publishes it later. */
async function publishRun({ publish, log }: Deps, run: { job: string; runId: number }) {
  await publish(jobSchema.parse(run)).catch((error: unknown) => {
    log.warn({ err: error, runId: run.runId }, 'the run of a task could not be published')
  })
}
