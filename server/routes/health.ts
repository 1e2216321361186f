import { Hono } from 'hono'
import type { Deps, SiteEnv } from '../deps.ts'
import { ping } from '../queries/ping.ts'

const withinMilliseconds = 4500

/** `/healthz`: the process answers. `/readyz`: it can work, since database and broker answer too. */
export function healthRoutes({ db, checkBroker }: Pick<Deps, 'db' | 'checkBroker'>) {
  return new Hono<SiteEnv>()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      const [database, broker] = await Promise.all([answers(() => ping(db)), answers(checkBroker)])
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
