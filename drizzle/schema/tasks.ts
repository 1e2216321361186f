import { boolean, index, int, mysqlEnum, mysqlTable, unique } from 'drizzle-orm/mysql-core'
import { asciiText, instant, text } from './columns.ts'

/** What beat publishes and when. `nextRunAt` is the slot that comes next; null until beat has seen the task. */
export const scheduledTasks = mysqlTable('scheduled_tasks', {
  name: asciiText('name', { length: 64 }).primaryKey(),
  cron: asciiText('cron', { length: 100 }).notNull(),
  timeZone: asciiText('time_zone', { length: 64 }).notNull(),
  enabled: boolean('enabled').notNull().default(true),
  lastRunAt: instant('last_run_at'),
  nextRunAt: instant('next_run_at'),
})

/** One row a slot: its uniqueness keeps two beats from publishing the same slot twice. */
export const taskRuns = mysqlTable(
  'task_runs',
  {
    id: int('id', { unsigned: true }).autoincrement().primaryKey(),
    taskName: asciiText('task_name', { length: 64 }).notNull(),
    slotAt: instant('slot_at').notNull(),
    state: mysqlEnum('state', ['published', 'running', 'succeeded', 'failed']).notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    detail: text('detail', { length: 1000 }).notNull().default(''),
  },
  (table) => [
    unique('task_runs_slot').on(table.taskName, table.slotAt),
    index('task_runs_by_slot').on(table.slotAt),
  ],
)

/** The pulse of each running process. `pausedAt`: since when it holds nothing and takes nothing (maintenance, drain). */
export const heartbeats = mysqlTable('heartbeats', {
  process: asciiText('process', { length: 100 }).primaryKey(),
  kind: mysqlEnum('kind', ['web', 'worker', 'beat']).notNull(),
  version: asciiText('version', { length: 32 }).notNull(),
  startedAt: instant('started_at').notNull(),
  beatAt: instant('beat_at').notNull(),
  pausedAt: instant('paused_at'),
})
