import { expect, it } from 'vitest'
import { createGate, unknownState } from './maintenance.ts'

const request = (method = 'GET', path = '/api/me') =>
  new Request(`http://cloop.test${path}`, { method })
const site = () => new Response('the site')
const address = '192.0.2.1'

it('is closed until the state of the site is known, for all but health and who may enter', async () => {
  const gate = createGate(['203.0.113.0/24'])
  const refused = await gate.pass(request(), address, site)
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '10'])
  expect((await gate.pass(request('GET', '/healthz'), address, site)).status).toBe(200)
  expect((await gate.pass(request(), '203.0.113.7', site)).status).toBe(200)
  gate.set(null)
  expect((await gate.pass(request(), address, site)).status).toBe(200)
  gate.set(unknownState)
  expect((await gate.pass(request(), address, site)).status).toBe(503)
})

/** Whether the gate is idle once everything that could have made it so has run. */
async function isIdle(gate: ReturnType<typeof createGate>) {
  let hasEnded = false
  void gate.untilIdle().then(() => (hasEnded = true))
  await new Promise(setImmediate)
  return hasEnded
}

it.each(['GET', 'POST'])('waits for a %s that is under way, however it ends', async (method) => {
  const gate = createGate([])
  gate.set(null)
  const held = [Promise.withResolvers<Response>(), Promise.withResolvers<Response>()] as const
  const answers = Promise.allSettled(
    held.map(({ promise }) => gate.pass(request(method), address, () => promise)),
  )
  held[0].resolve(site())
  expect(await isIdle(gate)).toBe(false)
  held[1].reject(new Error('broken'))
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  await gate.untilIdle()
})

it('waits for work that goes on after its request, not for an answer that streams', async () => {
  const gate = createGate([])
  gate.set(null)
  const mail = Promise.withResolvers<void>()
  await gate.pass(request(), address, () => new Response(new ReadableStream()))
  await gate.untilIdle()
  await gate.pass(request('POST'), address, () => {
    void gate.hold(mail.promise)
    return site()
  })
  expect(await isIdle(gate)).toBe(false)
  mail.resolve()
  await gate.untilIdle()
})
