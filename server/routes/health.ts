import { Hono } from 'hono'
import { pendingMigrations } from '#drizzle/migrate.ts'
import type { Deps, SiteEnv } from '../deps.ts'

const withinMilliseconds = 4500

/**
 * `/healthz`: the process answers. `/readyz`: it can work, since database and broker answer too, and the
 * database has the tables of this version.
 */
export function healthRoutes({ pool, checkBroker }: Pick<Deps, 'pool' | 'checkBroker'>) {
  const checkDatabase = async () => {
    const { pending } = await pendingMigrations(pool)
    if (pending.length > 0) throw new Error(`not migrated: ${pending.join(', ')}`)
  }
  return new Hono<SiteEnv>()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      const [database, broker] = await Promise.all([answers(checkDatabase), answers(checkBroker)])
      return c.json({ database, broker }, database && broker ? 200 : 503)
    })
}

/** Whether a part of the system answers in time. */
async function answers(ask: () => PromiseLike<unknown>): Promise<boolean> {
  const tooLate = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => tooLate.resolve(false), withinMilliseconds)
  try {
    const inTime = Promise.resolve(ask()).then(
      () => true,
      () => false,
    )
    return await Promise.race([inTime, tooLate.promise])
  } finally {
    clearTimeout(timer)
  }
}
