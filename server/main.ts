import { join } from 'node:path'
import { dbOf } from '#drizzle/db.ts'
import { openPool } from '#drizzle/pool.ts'
import { connectBroker } from '#lib/broker.ts'
import { runProcess } from '#lib/lifecycle.ts'
import packageJson from '../package.json' with { type: 'json' }
import { createSite } from './app.ts'
import { createSessions } from './auth/sessions.ts'
import { closeServer, createSiteServer, listen } from './http-server.ts'
import { createMetrics, createMetricsServer } from './metrics.ts'
import { siteSettingsOf } from './site-settings.ts'
import { readStaticFiles } from './static-files.ts'

await runProcess('web', async ({ config, log, stopping, onClose, fail }) => {
  const { web } = config
  const pool = openPool(config.database)
  onClose(() => pool.end())
  const broker = await connectBroker({ settings: config.broker, log, onBroken: fail })
  onClose(() => broker.close())

  const db = dbOf(pool)
  const metrics = createMetrics()
  const site = createSite({
    pool,
    db,
    log,
    metrics,
    settings: siteSettingsOf(config),
    version: packageJson.version,
    sessions: createSessions(db),
    files: await readStaticFiles(join(import.meta.dirname, '../frontend/dist')),
    stopping,
    publish: broker.publish,
    checkBroker: async () => void (await broker.waiting()),
    now: () => new Date(),
  })

  const server = createSiteServer(site)
  await listen(server, web)
  onClose(() => closeServer(server))
  if (web.metricsPort !== undefined) {
    const metricsServer = createMetricsServer(metrics)
    await listen(metricsServer, { host: web.host, port: web.metricsPort })
    onClose(() => closeServer(metricsServer))
  }
})
