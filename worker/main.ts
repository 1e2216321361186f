import { setTimeout as sleep } from 'node:timers/promises'
import { openPool } from '#drizzle/pool.ts'
import { connectBroker } from '#lib/broker.ts'
import { runProcess } from '#lib/lifecycle.ts'
import type { WorkerContext } from './context.ts'
import { createImporter } from './handle-import-course.ts'
import { makeDirectories } from './import-files.ts'
import { processName, startPulse } from './pulse.ts'
import { runTask } from './run-task.ts'

/** Tasks mostly wait, for a disk or for a file to settle: several side by side cost nothing. */
const taskSlots = 4
const connectionsPerImport = 3
/** What is under way at the end gets this long, then it is handed back. */
const finishWithinMs = 20_000

await runProcess('worker', async ({ config, log, stopping, onClose, fail }) => {
  const { directories, imports, sessionGapMinutes, workerConcurrency } = config
  await makeDirectories(directories)
  const pool = openPool(config.database, taskSlots * 2 + workerConcurrency * connectionsPerImport)
  onClose(() => pool.end())
  const broker = await connectBroker({ settings: config.broker, log, onBroken: fail })
  onClose(() => broker.close())
  const worker = processName()
  const pulse = await startPulse(pool, log, 'worker', worker)
  onClose(() => pulse.close())

  const own = { pool, broker, log, worker, stopping }
  const context: WorkerContext = { ...own, directories, imports, sessionGapMinutes }
  const importer = createImporter(context)
  onClose(async () => {
    await Promise.race([broker.stopConsuming(), sleep(finishWithinMs)])
    await importer.handBackAll()
  })
  if (imports.enabled) {
    broker.consume('import', workerConcurrency, async (job) => {
      if (job.job === 'import-course') await importer.handle(job.importId)
    })
  }
  broker.consume('task', taskSlots, async (job) => {
    if (job.job !== 'import-course') await runTask(context, job)
  })
})
