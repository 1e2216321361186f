import { afterEach, expect, it } from 'vitest'
import { openPool } from '#drizzle/pool.ts'
import { endSiteState, setSiteState } from '#drizzle/site-state.ts'
import { createLog } from '#lib/log.ts'
import { createGate } from '#server/maintenance.ts'
import { watchMaintenance } from '#server/watch-maintenance.ts'
import { createTestDatabase } from '../support/database.ts'
import { until } from '../worker/support.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function watched(port?: number) {
  const database = await createTestDatabase()
  closers.push(() => database.drop())
  const pool = openPool({ ...database.settings, port: port ?? database.settings.port }, 2)
  closers.push(() => pool.end())
  const begin = async () => {
    const gate = createGate([])
    const presence = await watchMaintenance(pool, gate, createLog('test', 'silent'))
    closers.push(() => presence.close())
    return async () => {
      const request = new Request('http://cloop.test/api/me')
      return (await gate.pass(request, '192.0.2.1', () => new Response())).status
    }
  }
  return { pool: database.pool, begin }
}

it('stays closed while the database is away', async () => {
  const { begin } = await watched(1)
  expect(await (await begin())()).toBe(503)
})

it('is open or in maintenance from the start, as the database says', async () => {
  const { pool, begin } = await watched()
  expect(await (await begin())()).toBe(200)
  await setSiteState(pool, 'maintenance')
  const status = await (await begin())()
  expect(status).toBe(503)
})

it('closes while the table is gone, and opens again when another one says so', async () => {
  const { pool, begin } = await watched()
  await pool.query('RENAME TABLE site_state TO not_there')
  const status = await begin()
  expect(await status()).toBe(503)
  await pool.query('RENAME TABLE not_there TO site_state')
  await until(async () => (await status()) === 200)
  await pool.query('RENAME TABLE site_state TO not_there')
  await until(async () => (await status()) === 503)
  await pool.query('RENAME TABLE not_there TO site_state')
  await until(async () => (await status()) === 200)
  expect(await endSiteState(pool, 'maintenance')).toBe(false)
})
