import { openPool } from '#drizzle/pool.ts'
import { attend, processName } from '#drizzle/presence.ts'
import { connectBroker } from '#lib/broker.ts'
import { runProcess } from '#lib/lifecycle.ts'
import { createBeatMetrics, serveMetrics } from './metrics.ts'
import { createLeadership } from './named-lock.ts'
import { defaultTasks } from './schedule.ts'
import { createScheduler } from './scheduler.ts'
import { addMissingTasks } from './task-rows.ts'
import { tickOn } from './tick-on.ts'
import { watchDirectories } from './watch-directories.ts'

await runProcess('beat', async ({ config, log, stopping, onClose, fail }) => {
  const pool = openPool(config.database, 3)
  onClose(() => pool.end())
  const broker = await connectBroker({ settings: config.broker, log, onBroken: fail })
  onClose(() => broker.close())
  await addMissingTasks(pool, defaultTasks, config.timeZone)

  const leadership = createLeadership(pool, 'beat')
  onClose(() => leadership.resign())
  const scheduler = createScheduler({ pool, broker, log, leadership })
  const presence = await attend(pool, {
    kind: 'beat',
    name: processName(),
    pause: scheduler.pause,
    resume: scheduler.resume,
    onTrouble: (error) => log.warn({ err: error }, 'the heartbeat could not be written'),
  })
  onClose(() => presence.close())

  const ticking = tickOn(scheduler, log, stopping)
  const watching = config.imports.enabled
    ? watchDirectories(config.directories.imports, scheduler.scanSoon, stopping)
    : Promise.resolve()
  onClose(() => Promise.all([ticking, watching]))
  const registry = createBeatMetrics(broker.waiting)
  onClose(await serveMetrics(registry, { web: config.web, kind: 'beat', log }))
})
