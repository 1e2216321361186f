/** SQL on the scheduler's tables: tasks, their runs, and the pulse of processes. */
import type { Pool } from 'mysql2/promise'
import { inTransaction } from '#drizzle/pool.ts'
import type { ScheduledTask } from './schedule.ts'
import { change, select } from './sql.ts'

/** Adds the tasks that are not there; those that an administrator changed stay as they are. */
export async function addMissingTasks(
  pool: Pool,
  tasks: readonly { name: string; cron: string }[],
  timeZone: string,
): Promise<void> {
  await change(
    pool,
    `INSERT INTO scheduled_tasks (name, cron, time_zone) VALUES ?
     ON DUPLICATE KEY UPDATE name = VALUES(name)`,
    [tasks.map(({ name, cron }) => [name, cron, timeZone])],
  )
}

export async function scheduledTasks(pool: Pool): Promise<ScheduledTask[]> {
  const rows = await select<Omit<ScheduledTask, 'enabled'> & { enabled: number }>(
    pool,
    `SELECT name, cron, time_zone AS timeZone, enabled, next_run_at AS nextRunAt
       FROM scheduled_tasks ORDER BY name`,
  )
  return rows.map((row) => ({ ...row, enabled: row.enabled === 1 }))
}

export async function setNextRun(pool: Pool, name: string, nextRunAt: Date | null): Promise<void> {
  await change(pool, 'UPDATE scheduled_tasks SET next_run_at = ? WHERE name = ?', [nextRunAt, name])
}

/**
 * The newest runs, which alone can wait or be under way: some days' worth, by primary key. (Their slots would
 * not do: a slot that was missed may be long past.)
 */
const isNew = 'id > (SELECT GREATEST(CAST(MAX(id) AS SIGNED) - 10000, 0) FROM task_runs)'
/** A run that no worker has begun yet does the work of those that come after it. */
const waitsAlready = `SELECT 1 FROM task_runs WHERE ${isNew} AND task_name = ? AND state = 'published'`

/**
 * Notes down that a slot is published and which comes next; returns the id of its run. Undefined if another
 * beat was first, or an earlier run of the task still waits for a worker. A slot that has had its run, and
 * others after it, comes again because the clock was set back: it runs again, so that nothing stands still.
 */
export async function takeSlot(
  pool: Pool,
  task: { name: string; slotAt: Date; nextRunAt: Date | null; now: Date },
): Promise<number | undefined> {
  return inTransaction(pool, async (transaction) => {
    const moved = await change(
      transaction,
      `UPDATE scheduled_tasks SET last_run_at = ?, next_run_at = ?
        WHERE name = ? AND enabled AND next_run_at <= ?`,
      [task.now, task.nextRunAt, task.name, task.now],
    )
    if (moved.affectedRows !== 1) return undefined
    const [known] = await select<{ slotAt: Date; isNewest: number }>(
      transaction,
      `SELECT slot_at AS slotAt, slot_at = (SELECT MAX(slot_at) FROM task_runs WHERE task_name = ?) AS isNewest
         FROM task_runs WHERE task_name = ? AND slot_at = ?`,
      [task.name, task.name, task.slotAt],
    )
    if (known?.isNewest) return undefined
    const added = await change(
      transaction,
      `INSERT INTO task_runs (task_name, slot_at, state)
       SELECT ?, ?, 'published' FROM DUAL WHERE NOT EXISTS (${waitsAlready})`,
      [task.name, known ? task.now : task.slotAt, task.name],
    )
    return added.affectedRows === 1 ? added.insertId : undefined
  })
}

/** A run between the slots, unless one waits or is under way. */
export async function addRun(pool: Pool, name: string, now: Date): Promise<number | undefined> {
  const added = await change(
    pool,
    `INSERT INTO task_runs (task_name, slot_at, state)
     SELECT ?, ?, 'published' FROM DUAL
      WHERE NOT EXISTS (${waitsAlready})
        AND NOT EXISTS (SELECT 1 FROM task_runs
                         WHERE ${isNew} AND task_name = ? AND state = 'running'
                           AND started_at > UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE)`,
    [name, now, name, name],
  )
  return added.affectedRows === 1 ? added.insertId : undefined
}

/**
 * Runs that no worker has begun: their messages may be lost. Of slots before the first instant, or after the
 * second, from before the clock was set back.
 */
export function waitingRuns(
  pool: Pool,
  before: Date,
  after: Date,
): Promise<{ id: number; name: string }[]> {
  return select(
    pool,
    `SELECT id, task_name AS name FROM task_runs
      WHERE ${isNew} AND state = 'published' AND (slot_at < ? OR slot_at > ?)`,
    [before, after],
  )
}

/** False if the run has ended: its message came twice. */
export async function startRun(pool: Pool, id: number): Promise<boolean> {
  const { affectedRows } = await change(
    pool,
    `UPDATE task_runs SET state = 'running', started_at = UTC_TIMESTAMP(6)
      WHERE id = ? AND state IN ('published', 'running')`,
    [id],
  )
  return affectedRows === 1
}

export async function endRun(
  pool: Pool,
  id: number,
  end: { state: 'succeeded' | 'failed'; detail: string },
): Promise<void> {
  await change(
    pool,
    'UPDATE task_runs SET state = ?, finished_at = UTC_TIMESTAMP(6), detail = ? WHERE id = ?',
    [end.state, end.detail.slice(0, 1000), id],
  )
}

/** Runs whose worker died and whose message did not come again. */
export async function failAbandonedRuns(pool: Pool): Promise<number> {
  const isAbandoned = "state = 'running' AND started_at < UTC_TIMESTAMP(6) - INTERVAL 6 HOUR"
  const rows = await select<{ id: number }>(
    pool,
    `SELECT id FROM task_runs WHERE ${isNew} AND ${isAbandoned}`,
  )
  if (rows.length === 0) return 0
  const { affectedRows } = await change(
    pool,
    `UPDATE task_runs
        SET state = 'failed', finished_at = UTC_TIMESTAMP(6), detail = 'its worker went away'
      WHERE id IN (?) AND ${isAbandoned}`,
    [rows.map(({ id }) => id)],
  )
  return affectedRows
}
