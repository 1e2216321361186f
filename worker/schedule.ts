import { nextSlot } from '#lib/cron.ts'
import type { JobName } from '#lib/jobs.ts'

export interface ScheduledTask {
  name: string
  /** Five fields: minute, hour, day of the month, month, weekday. */
  cron: string
  timeZone: string
  enabled: boolean
  /** The slot that comes next; null until beat has looked at the task. */
  nextRunAt: Date | null
}

/** What beat brings to an empty table. */
export const defaultTasks: readonly { name: JobName; cron: string }[] = [
  { name: 'scan-imports', cron: '* * * * *' },
  { name: 'recover-imports', cron: '* * * * *' },
  { name: 'recover-mails', cron: '* * * * *' },
  { name: 'heartbeat', cron: '* * * * *' },
  { name: 'purge', cron: '30 3 * * *' },
  { name: 'digest', cron: '0 7 * * 1' },
]

/** `slotAt` is to be published (null: nothing is), and `nextRunAt` to be noted down; undefined: all is as it should be. */
export type Decision = { slotAt: Date | null; nextRunAt: Date | null } | undefined

/**
 * What is due. Slots that were missed while no beat ran, or while the task was switched off, are not made up
 * for one by one: of the former the first is published, of the latter none. A next slot that lies further
 * ahead than there is one was noted down before the clock was set back. Throws on a malformed cron.
 */
export function decide(task: ScheduledTask, now: Date): Decision {
  if (!task.enabled) return task.nextRunAt ? { slotAt: null, nextRunAt: null } : undefined
  const nextRunAt = nextSlot(task.cron, task.timeZone, now)
  if (task.nextRunAt && task.nextRunAt <= now) return { slotAt: task.nextRunAt, nextRunAt }
  const isRight = task.nextRunAt ? !nextRunAt || nextRunAt >= task.nextRunAt : !nextRunAt
  return isRight ? undefined : { slotAt: null, nextRunAt }
}
