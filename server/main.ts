import { dbOf } from '#drizzle/db.ts'
import { openPool } from '#drizzle/pool.ts'
import { connectBroker } from '#lib/broker.ts'
import { runProcess } from '#lib/lifecycle.ts'
import packageJson from '../package.json' with { type: 'json' }
import { createSite } from './app.ts'
import { createSessions } from './auth/sessions.ts'
import { runChecks } from './checks/run-checks.ts'
import { closeServer, createSiteServer, listen } from './http-server.ts'
import { createGate } from './maintenance.ts'
import { createMetrics, serveMetrics } from './metrics.ts'
import { requestIds } from './request-id.ts'
import { siteSettingsOf } from './site-settings.ts'
import { builtPages, readStaticFiles, toTell } from './static-files.ts'
import { watchMaintenance } from './watch-maintenance.ts'

await runProcess('web', async ({ config, log, stopping, onClose, fail }) => {
  const { web } = config
  const pool = openPool(config.database)
  onClose(() => pool.end())
  const broker = await connectBroker({ settings: config.broker, log, onBroken: fail })
  onClose(() => broker.close())
  const db = dbOf(pool)
  const own = { config, pool, version: packageJson.version }
  const metrics = createMetrics()
  const gate = createGate(web.maintenanceAllow)
  const presence = await watchMaintenance(pool, gate, log)
  onClose(() => presence.close())
  const site = createSite({
    pool,
    db,
    log,
    metrics,
    gate,
    settings: siteSettingsOf(config),
    version: own.version,
    sessions: createSessions(db, config.sessions),
    files: await readStaticFiles(builtPages, toTell(config)),
    stopping,
    publish: (job) => broker.publish(job, requestIds.getStore()),
    runChecks: () => runChecks({ ...own, now: () => new Date() }),
    checkBroker: async () => void (await broker.waiting()),
    now: () => new Date(),
  })

  const server = createSiteServer(site)
  await listen(server, web)
  onClose(() => closeServer(server))
  onClose(await serveMetrics(metrics, web))
})
