import { afterAll, expect, test } from 'vitest'
import { withBroker } from '#cli/with-broker.ts'
import type { Job } from '#lib/jobs.ts'
import { createTestBroker } from '../worker/broker-support.ts'

const testBroker = createTestBroker()
afterAll(() => testBroker.close())

test('what a command publishes reaches whoever works on the queue', async () => {
  const { settings } = testBroker
  await withBroker({ settings }, ({ publish }) => publish({ job: 'scan-imports' }))
  const broker = await testBroker.open()
  const job = await new Promise<Job>((resolve) => {
    broker.consume('task', 1, (taken) => Promise.resolve(resolve(taken)))
  })
  expect(job).toEqual({ job: 'scan-imports' })
})

test('a broker that is away is given up after a while, with where it should be', async () => {
  const settings = { ...testBroker.settings, port: 1 }
  await expect(
    withBroker({ settings, waitSeconds: 1 }, ({ publish }) => publish({ job: 'scan-imports' })),
  ).rejects.toThrow(/no connection to the broker at .*:1 within 1 s/)
})

test('an error of the work itself is passed on, and the connection closed', async () => {
  const { settings } = testBroker
  const failing = withBroker({ settings }, () => Promise.reject(new Error('work')))
  await expect(failing).rejects.toThrow('work')
})
