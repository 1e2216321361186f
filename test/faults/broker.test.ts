import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertMail } from '#drizzle/outbox.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { createMailSink } from '../worker/mail-sink.ts'
import { until } from '../worker/support.ts'
import { courseExports } from './course-exports.ts'
import { noDifferences } from './differences.ts'
import { createFaultPlace, patience, type FaultPlace } from './fault-place.ts'
import { leftoversOf, nothingLeft } from './leftovers.ts'
import { startPrivateBroker } from './private-broker.ts'
import { startWatchedWorker, type Passing, type WatchedWorker } from './watched-worker.ts'

let server: Awaited<ReturnType<typeof startPrivateBroker>>
let place: FaultPlace
const started: WatchedWorker[] = []

beforeAll(async () => {
  server = await startPrivateBroker({ acknowledgeWithinMs: 4000 })
})
afterAll(() => server.close())
beforeEach(async () => {
  const exports = courseExports({ seed: 1, courses: 2, count: 6 })
  const broker = createTestBroker(server.settings)
  place = await createFaultPlace({ courses: 2, exports, broker })
})
afterEach(async () => {
  for (const worker of started.splice(0)) await worker.kill()
  await place.close()
})

async function startWorker(changes: NodeJS.ProcessEnv = {}) {
  const usual = { RABBITMQ_ACKNOWLEDGE_SECONDS: '2' }
  const worker = await startWatchedWorker(place.env({ ...usual, ...changes }))
  started.push(worker)
  worker.letWork()
  return worker
}

const isImport = ({ sight }: Passing) => sight.wire === 'amqp' && sight.queue.endsWith('.import')

describe('a broker that is stopped and started', () => {
  test.each([
    [
      'before a message reaches it',
      'SIGKILL',
      (passing: Passing) => passing.sight.what === 'publishes' && isImport(passing),
    ],
    [
      'when it has a message and has not confirmed it',
      'SIGKILL',
      ({ sight }: Passing) => sight.what === 'confirms',
    ],
    [
      'while an import is being stored, before its message is acknowledged',
      'SIGTERM',
      ({ after }: Passing) => after.includes('in the transaction'),
    ],
  ] as const)('%s loses and doubles nothing', patience, async (_, signal, isMoment) => {
    const worker = await startWorker()
    let stops = 0
    worker.setTrap((passing) => {
      if (stops > 0 || !isMoment(passing)) return undefined
      stops += 1
      return server.stop(signal)
    })
    while (await place.drop());
    await place.untilDone(worker.process)
    expect(stops).toBe(1)
    expect(await worker.end()).toBe(0)
    expect(await leftoversOf(place)).toEqual(nothingLeft)
    expect(await place.compare()).toEqual(noDifferences)
  })
})

/** Takes a message and keeps it, until the broker has had enough. */
const untilThrownOff = () =>
  place.testBroker.withChannel(async (channel) => {
    const { queue } = await channel.assertQueue('', { exclusive: true })
    await channel.consume(queue, () => {})
    channel.sendToQueue(queue, Buffer.from('kept'))
    const [error] = (await once(channel, 'error')) as [Error]
    expect(error.message).toContain('timed out')
  })

/** Holds the first import of a worker just before its commit, until `act` is done. */
function holdFirstImport(worker: WatchedWorker, act: () => Promise<void>) {
  const held = Promise.withResolvers<void>()
  let isFirst = true
  worker.setTrap(({ after }) => {
    if (!isFirst || !after.includes('committing')) return undefined
    isFirst = false
    const acting = act()
    acting.then(held.resolve, held.reject)
    return acting.catch(() => {}) // is thrown where it is waited for
  })
  return held.promise
}

describe('an import that takes longer than the broker waits for an acknowledgement', () => {
  test('goes on undisturbed, is done once, and delays no mail', patience, async () => {
    const sink = await createMailSink()
    const { host, port } = sink.settings()
    const worker = await startWorker({
      EMAIL_HOST: host,
      EMAIL_PORT: String(port),
    })
    const held = holdFirstImport(worker, async () => {
      await untilThrownOff()
      const mail = {
        kind: 'digest',
        occasion: '1',
        subject: 'Hello',
        body: 'Good morning.\n',
      } as const
      const mailId = await insertMail(place.pool, { ...mail, recipient: 'ann@example.edu' })
      await place.broker.publish({ job: 'send-mail', mailId: mailId! })
      await until(() => sink.received.length === 1)
      expect((await place.waitingImports())[0]).toMatchObject({ state: 'running', attempt: 1 })
    })
    while (await place.drop());
    await place.untilDone(worker.process)
    await held
    expect(await worker.end()).toBe(0)
    await sink.close()
    expect(await place.attempts()).toEqual([1, 1, 1, 1, 1, 1])
    expect(await leftoversOf(place)).toEqual(nothingLeft)
    expect(await place.compare()).toEqual(noDifferences)
  })

  test(
    'whose worker keeps its message all the same is done once, too, and that worker ends',
    patience,
    async () => {
      const worker = await startWorker({ RABBITMQ_ACKNOWLEDGE_SECONDS: '900' })
      const held = holdFirstImport(worker, () =>
        until(() => worker.process.output().includes('cannot go on')).then(() => {}),
      )
      while (await place.drop());
      await until(async () => {
        await place.beat()
        return worker.process.child.exitCode !== null
      })
      await held
      expect(worker.process.child.exitCode).toBe(1)
      const next = await startWorker()
      await place.untilDone(next.process)
      expect(await next.end()).toBe(0)
      expect(await place.attempts()).toEqual([1, 1, 1, 1, 1, 1])
      expect(await leftoversOf(place)).toEqual(nothingLeft)
      expect(await place.compare()).toEqual(noDifferences)
    },
  )
})
