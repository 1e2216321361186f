import type { Pool } from 'mysql2/promise'
import type { Broker } from '#lib/broker.ts'
import { jobSchema, type JobName } from '#lib/jobs.ts'
import type { Logger } from '#lib/log.ts'
import type { Leadership } from './named-lock.ts'
import { decide, type ScheduledTask } from './schedule.ts'
import { addRun, scheduledTasks, setNextRun, takeSlot, waitingRuns } from './task-rows.ts'

export interface SchedulerOptions {
  pool: Pool
  broker: Pick<Broker, 'publish' | 'isConnected'>
  log: Logger
  leadership: Leadership
}

export interface Scheduler {
  /** Publishes what is due. To be called about once a second, never twice at once. */
  tick: (now: Date) => Promise<void>
  /** With the next tick, `scan-imports` comes between its slots; not while one waits or is under way. */
  scanSoon: () => void
  /** Ticks do nothing from now on; resolves when none is under way. */
  pause: () => Promise<void>
  resume: () => void
}

/** Runs that no worker has begun are published again so often; their messages may be lost. */
const republishEveryMs = 10 * 60_000
const lateAfterMs = 60_000
const scanTask: JobName = 'scan-imports'

/**
 * The deciding part of beat. A slot's row is committed before its message is published, and its uniqueness
 * keeps two beats from publishing it twice. While the broker is away nothing is taken from the table: what
 * was missed is published once when it is back.
 */
export function createScheduler({ pool, broker, log, leadership }: SchedulerOptions): Scheduler {
  const lateRuns = createLateRuns(pool)
  let shallScan = false

  async function publish(name: string, runId: number) {
    const job = jobSchema.safeParse({ job: name, runId }).data
    if (!job) {
      log.error({ task: name, runId }, 'a scheduled task of an unknown name')
      return
    }
    try {
      await broker.publish(job)
    } catch (error) {
      // Its row waits: the next tick publishes it again.
      lateRuns.doubtAll()
      throw error
    }
  }

  async function publishSlot(task: ScheduledTask, now: Date) {
    const decision = decide(task, now)
    if (!decision) return
    const { slotAt, nextRunAt } = decision
    if (!slotAt) return setNextRun(pool, task.name, nextRunAt)
    const runId = await takeSlot(pool, { name: task.name, slotAt, nextRunAt, now })
    if (runId !== undefined) await publish(task.name, runId)
  }

  async function publishScan(now: Date) {
    const runId = await addRun(pool, scanTask, now)
    if (runId === undefined) return
    shallScan = false
    await publish(scanTask, runId)
  }

  async function tick(now: Date) {
    if (!broker.isConnected()) return lateRuns.doubtAll()
    if (!(await leadership.isLeader())) return lateRuns.lookNext()
    for (const { id, name } of await lateRuns.due(now)) await publish(name, id)
    for (const task of await scheduledTasks(pool)) {
      // One task that cannot be read must not hold up the others.
      await publishSlot(task, now).catch((error: unknown) => {
        log.error({ err: error, task: task.name }, 'a task could not be published')
      })
    }
    if (shallScan) await publishScan(now)
  }

  return { ...withPause(tick), scanSoon: () => (shallScan = true) }
}

/** Which runs that no worker has begun are to be published again, and when they are looked for. */
function createLateRuns(pool: Pool) {
  let lookAt = 0
  let doubtsAll = false

  return {
    /** The broker was away or did not confirm: even the youngest messages may not have arrived. */
    doubtAll: () => {
      lookAt = 0
      doubtsAll = true
    },
    /** Another beat led meanwhile. */
    lookNext: () => void (lookAt = 0),
    async due(now: Date): Promise<{ id: number; name: string }[]> {
      const time = now.getTime()
      // The latter after the clock was set back.
      if (time < lookAt && lookAt - time <= republishEveryMs) return []
      const before = doubtsAll ? time + lateAfterMs : time - lateAfterMs
      const late = await waitingRuns(pool, new Date(before), new Date(time + lateAfterMs))
      // Runs that are too young at the first look are late at the second.
      lookAt = time + (lookAt === 0 ? lateAfterMs : republishEveryMs)
      doubtsAll = false
      return late
    },
  }
}

/** Pausing lets the tick under way come to its end. */
function withPause(tick: (now: Date) => Promise<void>) {
  let isPaused = false
  let ticking = Promise.resolve()
  return {
    tick: async (now: Date) => {
      if (isPaused) return
      ticking = tick(now)
      await ticking
    },
    pause: async () => {
      isPaused = true
      await Promise.allSettled([ticking])
    },
    resume: () => void (isPaused = false),
  }
}
