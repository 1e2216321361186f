import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { createTestBrokers } from './broker-support.ts'
import { noteIn, until } from './support.ts'

const { createOwn, createProxyTo, closeAll } = createTestBrokers()
afterEach(closeAll)

describe('publishing', () => {
  test('a message reaches its queue and its consumer', async () => {
    const broker = await createOwn().open()
    await broker.ready()
    const jobs: Job[] = []
    await broker.publish({ job: 'import-course', importId: 7 })
    await broker.publish({ job: 'purge' })
    expect(await broker.waiting()).toEqual({ import: 1, mail: 0, task: 1, dead: 0 })
    broker.consume('import', 1, noteIn(jobs))
    await until(() => jobs.length === 1)
    expect(jobs).toEqual([{ job: 'import-course', importId: 7 }])
  })

  test('into a queue that is gone is an error', async () => {
    const testBroker = createOwn()
    const broker = await testBroker.open()
    await broker.ready()
    await testBroker.withChannel((channel) => channel.deleteQueue(`${testBroker.prefix}.task`))
    await expect(broker.publish({ job: 'purge' })).rejects.toThrow('there is no such queue')
    await expect(broker.publish({ job: 'import-course', importId: 1 })).resolves.toBeUndefined()
  })

  test('is an error at once while the broker is away, and works when it is back', async () => {
    const testBroker = createOwn()
    const { proxy, settings } = await createProxyTo(testBroker)
    const broker = await testBroker.open({ settings })
    await broker.ready()
    await proxy.close()
    await until(() => !broker.isConnected())
    await expect(broker.publish({ job: 'purge' })).rejects.toThrow('the broker is away')
    await proxy.open()
    await until(() => broker.isConnected())
    await broker.publish({ job: 'purge' })
    expect((await broker.waiting()).task).toBe(1)
  })

  test('is over when the broker is closed, also over a connection that has just died', async () => {
    const testBroker = createOwn()
    const { proxy, settings } = await createProxyTo(testBroker)
    const broker = await testBroker.open({ settings })
    await broker.ready()
    proxy.cut()
    await broker.close()
    await expect(broker.publish({ job: 'purge' })).rejects.toThrow()
  })

  test('gives up on a confirm that does not come', async () => {
    const testBroker = createOwn()
    const { proxy, settings } = await createProxyTo(testBroker)
    const broker = await testBroker.open({ settings, confirmWithinMs: 50 })
    await broker.ready()
    proxy.hush()
    await expect(broker.publish({ job: 'purge' })).rejects.toThrow('no confirm')
    proxy.cut()
  })

  test('survives a restart: queues and messages are durable', async () => {
    const testBroker = createOwn()
    const broker = await testBroker.open()
    await broker.ready()
    await broker.publish({ job: 'purge' })
    await testBroker.withChannel(async (channel) => {
      const queue = `${testBroker.prefix}.task`
      await channel.assertQueue(queue, {
        durable: true,
        deadLetterExchange: '',
        deadLetterRoutingKey: `${testBroker.prefix}.dead`,
      })
      const message = await channel.get(queue)
      expect(message && message.properties.deliveryMode).toBe(2)
    })
  })
})

describe('a broker that is away at the start', () => {
  test('is waited for, and the log says so', async () => {
    const testBroker = createOwn()
    const { proxy, settings } = await createProxyTo(testBroker)
    await proxy.close()
    const lines: string[] = []
    const broker = await testBroker.open({
      settings,
      log: pino({}, { write: (line: string) => void lines.push(line) }),
    })
    const jobs: Job[] = []
    broker.consume('task', 1, noteIn(jobs))
    await until(() => lines.some((line) => line.includes('waiting for the broker')))
    expect(lines.join()).not.toContain(testBroker.settings.password)
    await proxy.open()
    await broker.ready()
    await broker.publish({ job: 'purge' })
    await until(() => jobs.length === 1)
  })
})
