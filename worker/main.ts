import { setTimeout as sleep } from 'node:timers/promises'
import { openPool } from '#drizzle/pool.ts'
import { attend, processName } from '#drizzle/presence.ts'
import { connectBroker } from '#lib/broker.ts'
import { runProcess } from '#lib/lifecycle.ts'
import { createMailer } from '#lib/mail.ts'
import { connectionsFor, consumeJobs } from './consume-jobs.ts'
import type { WorkerContext } from './context.ts'
import { changesUnderWay } from './handle-course-change.ts'
import { createImporter } from './handle-import-course.ts'
import { makeDirectories } from './import-files.ts'
import { createWorkerMetrics, serveMetrics } from './metrics.ts'

/** What is under way at the end gets this long, then it is handed back. */
const finishWithinMs = 20_000

await runProcess('worker', async ({ config, log, stopping, onClose, fail }) => {
  const { directories, imports, sessionGapMinutes, courseKeepDays, timeZone, workerConcurrency } =
    config
  await makeDirectories(directories)
  const pool = openPool(config.database, connectionsFor(workerConcurrency))
  onClose(() => pool.end())
  const broker = await connectBroker({ settings: config.broker, log, onBroken: fail })
  onClose(() => broker.close())
  const worker = processName()
  const presence = await attend(pool, {
    kind: 'worker',
    name: worker,
    pause: broker.stopConsuming,
    resume: () => {
      if (!stopping.aborted) broker.resumeConsuming()
    },
    onTrouble: (error) => log.warn({ err: error }, 'the heartbeat could not be written'),
  })
  onClose(() => presence.close())

  const mailer = createMailer(config.mail)
  const { importAdmins } = config.mail
  const baseUrl = config.web.baseUrl.replace(/\/+$/, '')
  const mail = { isOn: mailer !== undefined, importAdmins, baseUrl, timeZone }
  const metrics = createWorkerMetrics()
  const own = { pool, broker, log, metrics, worker, stopping }
  const rules = { sessionGapMinutes, courseKeepDays }
  const context: WorkerContext = { ...own, ...rules, directories, imports, mail }
  const importer = createImporter(context)
  onClose(async () => {
    await Promise.race([broker.stopConsuming(), sleep(finishWithinMs)])
    await importer.handBackAll()
    for (const job of changesUnderWay()) {
      log.error({ ...job }, 'a change of a course is broken off: if it is not done soon, ask again')
    }
  })
  consumeJobs(broker, context, { importer, importSlots: workerConcurrency, mailer })
  onClose(await serveMetrics(metrics.registry, { web: config.web, kind: 'worker', log }))
})
