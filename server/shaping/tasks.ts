import type { Task, TaskRun } from '#shared/tasks.ts'
import type { TaskRow, TaskRunRow } from '../repositories/tasks.ts'

const iso = (instant: Date | null) => instant?.toISOString() ?? null

export function taskRunOf({ taskName, ...run }: TaskRunRow): TaskRun {
  return {
    id: run.id,
    task: taskName,
    state: run.state,
    slotAt: run.slotAt.toISOString(),
    startedAt: iso(run.startedAt),
    finishedAt: iso(run.finishedAt),
    detail: run.detail,
  }
}

export function taskOf(task: TaskRow, runs: TaskRunRow[]): Task {
  const last = runs.find(({ taskName }) => taskName === task.name)
  return {
    name: task.name,
    cron: task.cron,
    timeZone: task.timeZone,
    enabled: task.enabled,
    lastRunAt: iso(task.lastRunAt),
    nextRunAt: iso(task.nextRunAt),
    lastRun: last ? taskRunOf(last) : null,
  }
}
