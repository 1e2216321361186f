import { and, asc, count, desc, eq, gt, inArray, max, or, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { scheduledTasks, taskRuns } from '#drizzle/schema/tasks.ts'
import type { Page } from '#shared/page.ts'
import type { TaskRunQuery } from '#shared/tasks.ts'
import { orTaken } from './duplicate-key.ts'
import { orderBy } from './order-by.ts'

export type TaskRow = typeof scheduledTasks.$inferSelect
export type TaskRunRow = typeof taskRuns.$inferSelect

const taskFields = {
  name: scheduledTasks.name,
  cron: scheduledTasks.cron,
  timeZone: scheduledTasks.timeZone,
  enabled: scheduledTasks.enabled,
  lastRunAt: scheduledTasks.lastRunAt,
  nextRunAt: scheduledTasks.nextRunAt,
}
const runFields = {
  id: taskRuns.id,
  taskName: taskRuns.taskName,
  slotAt: taskRuns.slotAt,
  state: taskRuns.state,
  startedAt: taskRuns.startedAt,
  finishedAt: taskRuns.finishedAt,
  detail: taskRuns.detail,
}

/** By name; all or one. */
export async function listTasks(db: Db, name?: string): Promise<TaskRow[]> {
  return db
    .select(taskFields)
    .from(scheduledTasks)
    .where(name === undefined ? undefined : eq(scheduledTasks.name, name))
    .orderBy(asc(scheduledTasks.name))
}

/** The run of each task whose slot is the newest. By the unique key on task and slot. */
export async function newestRuns(db: Db): Promise<TaskRunRow[]> {
  const newest = db
    .select({ taskName: taskRuns.taskName, slotAt: max(taskRuns.slotAt).as('newest_slot') })
    .from(taskRuns)
    .groupBy(taskRuns.taskName)
    .as('newest')
  return db
    .select(runFields)
    .from(taskRuns)
    .innerJoin(
      newest,
      and(eq(newest.taskName, taskRuns.taskName), eq(newest.slotAt, taskRuns.slotAt)),
    )
}

/** Locked until the transaction ends: neither the scheduler nor anybody else changes it meanwhile. */
export async function lockTask(db: Db, name: string): Promise<TaskRow | undefined> {
  const [task] = await db
    .select(taskFields)
    .from(scheduledTasks)
    .where(eq(scheduledTasks.name, name))
    .for('update')
  return task
}

export async function changeTask(db: Db, name: string, change: Partial<TaskRow>): Promise<void> {
  await db.update(scheduledTasks).set(change).where(eq(scheduledTasks.name, name))
}

type RunFilter = Pick<TaskRunQuery, 'task' | 'state'>

/** By slot. Of one task along its unique key, else along the index of slots. */
export async function listRuns(
  db: Db,
  { sort, ...filter }: RunFilter & Pick<TaskRunQuery, 'sort'>,
  { limit, offset }: Page,
): Promise<TaskRunRow[]> {
  return db
    .select(runFields)
    .from(taskRuns)
    .where(runFits(filter))
    .orderBy(...orderBy(sort, { slotAt: taskRuns.slotAt }, taskRuns.id))
    .limit(limit)
    .offset(offset)
}

export async function countRuns(db: Db, filter: RunFilter): Promise<number> {
  const [row] = await db.select({ runs: count() }).from(taskRuns).where(runFits(filter))
  return row?.runs ?? 0
}

const runFits = ({ task, state }: RunFilter) =>
  and(
    task === undefined ? undefined : eq(taskRuns.taskName, task),
    state && eq(taskRuns.state, state),
  )

/**
 * A run of the task that waits for a worker, or that one has begun within ten minutes: whoever began it
 * earlier may have died. Among the newest runs only, by primary key.
 */
export async function runUnderWay(db: Db, name: string): Promise<TaskRunRow | undefined> {
  const someDays = sql`(SELECT GREATEST(CAST(MAX(id) AS SIGNED) - 10000, 0) FROM task_runs)`
  const tenMinutesAgo = sql`UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE`
  const [run] = await db
    .select(runFields)
    .from(taskRuns)
    .where(
      and(
        gt(taskRuns.id, someDays),
        eq(taskRuns.taskName, name),
        inArray(taskRuns.state, ['published', 'running']),
        or(eq(taskRuns.state, 'published'), gt(taskRuns.startedAt, tenMinutesAgo)),
      ),
    )
    .orderBy(desc(taskRuns.id))
    .limit(1)
  return run
}

/** Notes down a run that is to be published; null where one is noted down for that very instant. */
export async function addRun(db: Db, run: { taskName: string; slotAt: Date }) {
  const result = await orTaken(db.insert(taskRuns).values({ ...run, state: 'published' }))
  return result && result[0].insertId
}

export async function findRun(db: Db, id: number): Promise<TaskRunRow | undefined> {
  const [run] = await db.select(runFields).from(taskRuns).where(eq(taskRuns.id, id))
  return run
}
