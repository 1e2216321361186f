import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { createGate, createTestBrokers } from './broker-support.ts'
import { noteIn, until } from './support.ts'

const { createOwn, createProxyTo, closeAll } = createTestBrokers()
afterEach(closeAll)

describe('a consumer', () => {
  test('does as many jobs at once as it has slots, and no more', async () => {
    const broker = await createOwn().open()
    await broker.ready()
    const gate = createGate()
    let atOnce = 0
    let most = 0
    let done = 0
    broker.consume('task', 2, async () => {
      most = Math.max(most, (atOnce += 1))
      await gate.passed
      atOnce -= 1
      done += 1
    })
    for (let index = 0; index < 5; index += 1) await broker.publish({ job: 'purge' })
    await until(() => atOnce === 2)
    await until(async () => (await broker.waiting()).task === 3)
    gate.pass()
    await until(() => done === 5)
    expect(most).toBe(2)
  })

  test('keeps a hostile message as a dead letter and goes on', async () => {
    const testBroker = createOwn()
    const lines: string[] = []
    const broker = await testBroker.open({
      log: pino({}, { write: (line: string) => void lines.push(line) }),
    })
    await broker.ready()
    const jobs: Job[] = []
    const hostile = [
      Buffer.alloc(0),
      Buffer.from('{"file":"/etc/passwd"}'),
      Buffer.from('not JSON but secret'),
      Buffer.from('['.repeat(4000)),
      Buffer.from('{"job":"import-course","importId":"1; DROP TABLE imports"}'),
      randomBytes(10 * 2 ** 20),
    ]
    await testBroker.withChannel(async (channel) => {
      for (const content of hostile) channel.sendToQueue(`${testBroker.prefix}.task`, content)
      await channel.close()
    })
    await broker.publish({ job: 'purge' })
    broker.consume('task', 1, noteIn(jobs))
    await until(async () => (await broker.waiting()).dead === hostile.length)
    await until(() => jobs.length === 1)
    expect(jobs).toEqual([{ job: 'purge' }])
    expect(lines.join()).not.toMatch(/passwd|secret|DROP/)
  })

  test('tries a job that fails once more, then keeps its message as a dead letter', async () => {
    const broker = await createOwn().open({ retryPauseMs: 1 })
    await broker.ready()
    let tries = 0
    broker.consume('task', 1, () => {
      tries += 1
      return Promise.reject(new Error('no'))
    })
    await broker.publish({ job: 'purge' })
    await until(async () => (await broker.waiting()).dead === 1)
    expect(tries).toBe(2)
  })

  test('that lost its connection ends its job first, then takes the next', async () => {
    const testBroker = createOwn()
    const { proxy, settings } = await createProxyTo(testBroker)
    const broker = await testBroker.open({ settings })
    const publisher = await testBroker.open()
    await Promise.all([broker.ready(), publisher.ready()])
    const gate = createGate()
    let atOnce = 0
    let most = 0
    const begun: Job[] = []
    broker.consume('import', 1, async (job) => {
      begun.push(job)
      most = Math.max(most, (atOnce += 1))
      await gate.passed
      atOnce -= 1
    })
    await publisher.publish({ job: 'import-course', importId: 1 })
    await until(() => begun.length === 1)
    proxy.cut()
    await until(() => !broker.isConnected())
    await until(() => broker.isConnected())
    // Back in the queue, since it was never acknowledged; nobody takes it while the job is under way.
    await until(async () => (await publisher.waiting()).import === 1)
    expect(begun).toHaveLength(1)
    gate.pass()
    await until(() => begun.length === 2)
    await until(async () => (await publisher.waiting()).import === 0)
    expect({ most, again: begun[1] }).toEqual({ most: 1, again: begun[0] })
  })

  test('gives a long job its message back early, and takes no other until the job ends', async () => {
    const testBroker = createOwn()
    const settings = { ...testBroker.settings, acknowledgeSeconds: 0.05 }
    const broker = await testBroker.open({ settings })
    await broker.ready()
    const gate = createGate()
    const begun: Job[] = []
    broker.consume('import', 1, async (job) => {
      begun.push(job)
      if (begun.length === 1) await gate.passed
    })
    await broker.publish({ job: 'import-course', importId: 1 })
    await until(() => begun.length === 1)
    await broker.publish({ job: 'import-course', importId: 2 })
    const queue = `${testBroker.prefix}.import`
    // No consumer listens any more: the long job's message was acknowledged after the consumer had gone.
    await testBroker.withChannel((channel) =>
      until(async () => (await channel.checkQueue(queue)).consumerCount === 0),
    )
    expect(begun).toHaveLength(1)
    gate.pass()
    await until(() => begun.length === 2)
    await until(async () => (await broker.waiting()).import === 0)
    expect(begun.map((job) => 'importId' in job && job.importId)).toEqual([1, 2])
  })

  test('whose queue is deleted says that the process must be started anew', async () => {
    const testBroker = createOwn()
    const broken: Error[] = []
    const broker = await testBroker.open({ onBroken: (error) => void broken.push(error) })
    await broker.ready()
    const jobs: Job[] = []
    broker.consume('task', 1, noteIn(jobs))
    await broker.publish({ job: 'purge' })
    await until(() => jobs.length === 1)
    await testBroker.withChannel((channel) => channel.deleteQueue(`${testBroker.prefix}.task`))
    await until(() => broken.length > 0)
    expect(broken[0]?.message).toContain('cancelled the consumer')
  })

  test('that goes on before its job has ended takes others beside it at once, and one at a time', async () => {
    const broker = await createOwn().open()
    await broker.ready()
    const gate = createGate()
    const begun: Job[] = []
    broker.consume('import', 1, async (job) => {
      begun.push(job)
      if (begun.length === 1) await gate.passed
    })
    let tasks = 0
    broker.consume('task', 1, () => Promise.resolve(void (tasks += 1)))
    await broker.publish({ job: 'import-course', importId: 1 })
    await until(() => begun.length === 1)
    const stopped = [broker.stopConsuming()]
    broker.resumeConsuming()
    stopped.push(broker.stopConsuming())
    broker.resumeConsuming()
    await broker.publish({ job: 'import-course', importId: 2 })
    await broker.publish({ job: 'purge' })
    await until(() => tasks === 1)
    expect(begun).toHaveLength(1)
    gate.pass()
    await Promise.all(stopped)
    await until(() => begun.length === 2)
    await until(async () => (await broker.waiting()).import === 0)
    // The pause that was taken back has not closed what came after it.
    await broker.publish({ job: 'import-course', importId: 3 })
    await until(() => begun.length === 3)
  })

  test('that stops finishes its job, acknowledges it, and takes no other', async () => {
    const broker = await createOwn().open()
    await broker.ready()
    const gate = createGate()
    let begun = 0
    broker.consume('task', 1, async () => {
      begun += 1
      await gate.passed
    })
    await broker.publish({ job: 'purge' })
    await broker.publish({ job: 'purge' })
    await until(() => begun === 1)
    const stopped = broker.stopConsuming()
    gate.pass()
    await stopped
    await until(async () => (await broker.waiting()).task === 1)
    expect(begun).toBe(1)
  })
})
