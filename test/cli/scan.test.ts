import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestBroker } from '../worker/broker-support.ts'
import { callCloop } from './run-cloop.ts'

const testBroker = createTestBroker()
beforeAll(async () => {
  // Makes the queues.
  await (await testBroker.open()).ready()
})
afterAll(() => testBroker.close())

const settings = {
  ...{ SECRET_KEY: 'a'.repeat(40), BASE_URL: 'http://127.0.0.1:8080', DB_PASSWORD: 'x' },
  RABBITMQ_HOSTNAME: testBroker.settings.hostname,
  RABBITMQ_PORT: String(testBroker.settings.port),
  RABBITMQ_USER: testBroker.settings.username,
  RABBITMQ_PASSWORD: testBroker.settings.password,
  RABBITMQ_QUEUE_PREFIX: testBroker.prefix,
  DATA_IMPORT_DIR: '/nowhere/a:/nowhere/b',
  DATA_PROCESSING_DIR: '/nowhere/processing',
  DATA_ERROR_LOGS_DIR: '/nowhere/errors',
}
const waiting = () =>
  testBroker.withChannel(async (channel) => {
    const message = await channel.get(`${testBroker.prefix}.task`, { noAck: true })
    return message && message.content.toString()
  })

test('a scan is asked for, and where is said', async () => {
  expect(await callCloop(['scan'], settings)).toEqual({
    ...{ code: 0, errors: '' },
    output: 'asked the workers to scan /nowhere/a and /nowhere/b\n',
  })
  expect(await waiting()).toBe('{"job":"scan-imports"}')
})

test('no scan is asked for where importing is switched off, or more is typed', async () => {
  const off = await callCloop(['scan'], { ...settings, DO_IMPORTING: 'off' })
  expect([off.code, off.errors]).toEqual([1, expect.stringContaining('DO_IMPORTING')])
  expect((await callCloop(['scan', 'ABC10'], settings)).code).toBe(2)
  expect(await waiting()).toBe(false)
})
