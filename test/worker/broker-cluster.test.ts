import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { createTestBrokers } from './broker-support.ts'
import { noteIn, silent, until } from './support.ts'

const { createOwn, createProxyTo, closeAll } = createTestBrokers()
afterEach(closeAll)

/** Nobody can be reached there, and the system says so at once. */
const nowhere = '255.255.255.255'

/** A log that notes at which host each line of it was. */
function noteHosts() {
  const lines: { broker: string; msg: string }[] = []
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number])
  const hostsOf = (msg: string) =>
    lines.filter((line) => line.msg === msg).map(({ broker }) => broker.split(':')[0])
  return { log: pino({}, { write }), hostsOf }
}

test('of several hosts one that cannot be reached is passed over', async () => {
  const testBroker = createOwn()
  const { settings } = await createProxyTo(testBroker)
  const { log, hostsOf } = noteHosts()
  const broker = await testBroker.open({
    settings: { ...settings, hostname: `${nowhere}, ${settings.hostname}` },
    log,
  })
  await broker.ready()
  expect(hostsOf('waiting for the broker')[0]).toBe(nowhere)
  await until(() => hostsOf('connected to the broker').length === 1)
  expect(hostsOf('connected to the broker')).toEqual([settings.hostname])
})

test('when a connection is lost the next host has its turn, and after the last one the first', async () => {
  const testBroker = createOwn()
  const { proxy, settings } = await createProxyTo(testBroker)
  const { log, hostsOf } = noteHosts()
  const broker = await testBroker.open({
    settings: { ...settings, hostname: `${settings.hostname},${nowhere}` },
    log,
  })
  const jobs: Job[] = []
  broker.consume('task', 1, noteIn(jobs))
  await broker.ready()
  proxy.cut()
  await until(() => hostsOf('connected to the broker').length === 2)
  expect(hostsOf('waiting for the broker').slice(0, 2)).toEqual([settings.hostname, nowhere])
  await until(() => broker.isConnected())
  await broker.publish({ job: 'purge' })
  await until(() => jobs.length === 1)
})

test('for a cluster each queue is a quorum queue with a limit of deliveries, dead letters too', async () => {
  const testBroker = createOwn()
  const settings = { ...testBroker.settings, queueType: 'quorum' as const }
  const broker = await testBroker.open({ settings, log: silent })
  await broker.ready()
  const { prefix } = testBroker
  // To ask for a queue that is there with other arguments is an error.
  await testBroker.withChannel(async (channel) => {
    const ofType = { 'x-queue-type': 'quorum' }
    await channel.assertQueue(`${prefix}.dead`, { durable: true, arguments: ofType })
    for (const name of ['import', 'mail', 'task']) {
      await channel.assertQueue(`${prefix}.${name}`, {
        durable: true,
        deadLetterExchange: '',
        deadLetterRoutingKey: `${prefix}.dead`,
        arguments: { ...ofType, 'x-delivery-limit': 20 },
      })
    }
  })
  await broker.publish({ job: 'purge' })
  await until(async () => (await broker.waiting()).task === 1)
  const jobs: Job[] = []
  broker.consume('task', 1, noteIn(jobs))
  await until(() => jobs.length === 1)
})
