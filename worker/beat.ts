import { setTimeout as sleep } from 'node:timers/promises'
import { openPool } from '#drizzle/pool.ts'
import { connectBroker } from '#lib/broker.ts'
import { runProcess } from '#lib/lifecycle.ts'
import { createLeadership } from './named-lock.ts'
import { processName, startPulse } from './pulse.ts'
import { defaultTasks } from './schedule.ts'
import { createScheduler } from './scheduler.ts'
import { addMissingTasks } from './task-rows.ts'
import { watchDirectories } from './watch-directories.ts'

const tickMs = 1000
const afterTroubleMs = 5000

await runProcess('beat', async ({ config, log, stopping, onClose, fail }) => {
  const pool = openPool(config.database, 3)
  onClose(() => pool.end())
  const broker = await connectBroker({ settings: config.broker, log, onBroken: fail })
  onClose(() => broker.close())
  const pulse = await startPulse(pool, log, 'beat', processName())
  onClose(() => pulse.close())
  await addMissingTasks(pool, defaultTasks, config.timeZone)

  const leadership = createLeadership(pool, 'beat')
  onClose(() => leadership.resign())
  const scheduler = createScheduler({ pool, broker, log, leadership })

  async function tickOn() {
    while (!stopping.aborted) {
      const pauseMs = await scheduler.tick(new Date()).then(
        () => tickMs,
        (error: unknown) => {
          log.error({ err: error }, 'a tick failed')
          return afterTroubleMs
        },
      )
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => {})
    }
  }
  const ticking = tickOn()
  const watching = config.imports.enabled
    ? watchDirectories(config.directories.imports, scheduler.scanSoon, stopping)
    : Promise.resolve()
  onClose(() => Promise.all([ticking, watching]))
})
