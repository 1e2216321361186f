import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportZip } from '../support/import-run.ts'
import { insertMail } from '#drizzle/outbox.ts'
import { createMailer } from '#lib/mail.ts'
import { consumeJobs } from '#worker/consume-jobs.ts'
import { createImporter } from '#worker/handle-import-course.ts'
import { recoverMails } from '#worker/recover-mails.ts'
import { createTestBroker } from './broker-support.ts'
import { smallExport, useImportPlace } from './import-place.ts'
import { createMailSink } from './mail-sink.ts'
import { rowsOf, until } from './support.ts'

const world = useImportPlace()
let testBroker: ReturnType<typeof createTestBroker>
let sink: Awaited<ReturnType<typeof createMailSink>>

beforeEach(async () => {
  await world.pool.query('DELETE FROM mails')
  testBroker = createTestBroker()
  sink = await createMailSink()
})
afterEach(async () => {
  await testBroker.close()
  await sink.close()
})

/** A worker with one slot for imports. */
async function startWorker() {
  const broker = await testBroker.open()
  await broker.ready()
  const plain = world.context()
  const mail = { ...plain.mail, isOn: true, importAdmins: ['admin@example.edu'] }
  const context = { ...plain, mail, broker }
  const importer = createImporter(context)
  consumeJobs(broker, context, { importer, importSlots: 1, mailer: createMailer(sink.settings()) })
  return broker
}

test('an import that takes its time does not delay a mail, nor do the imports behind it', async () => {
  const broker = await startWorker()
  const importIds = [await world.queue(exportZip(smallExport)), await world.queue('<html>')]
  await world.whileCourseIsBusy(async () => {
    for (const importId of importIds) await broker.publish({ job: 'import-course', importId })
    await world.runs(importIds[0]!)
    const mailId = await insertMail(world.pool, {
      kind: 'digest',
      occasion: '1',
      recipient: 'ann@example.edu',
      subject: 'Hello',
      body: 'Good morning.\n',
    })
    await broker.publish({ job: 'send-mail', mailId: mailId! })
    await until(() => sink.received.length === 1)
    expect(await world.stateOf(importIds[0]!)).toMatchObject({ state: 'running' })
    expect(await world.stateOf(importIds[1]!)).toMatchObject({ state: 'queued' })
  })
  // The mail about the second one goes its way by itself.
  await until(() => sink.received.length === 2)
  expect(sink.received.map(({ to }) => to)).toEqual([['ann@example.edu'], ['admin@example.edu']])
  expect(sink.received[1]!.header('subject')).toContain('not_a_zip')
  await until(async () => {
    const rows = await rowsOf<{ state: string }>(world.pool, 'SELECT state FROM mails')
    return rows.length === 2 && rows.every(({ state }) => state === 'sent')
  })
  await broker.stopConsuming()
})

test('a mail server that is down fails no import, and gets the mail about it when it is back', async () => {
  const broker = await startWorker()
  await sink.close()
  const importId = await world.queue('<html>')
  await broker.publish({ job: 'import-course', importId })
  const [tried] = await until(async () => {
    const rows = await rowsOf<{ state: string; trouble: string | null }>(
      world.pool,
      'SELECT state, trouble FROM mails WHERE trouble IS NOT NULL',
    )
    return rows.length > 0 ? rows : undefined
  })
  expect(tried).toMatchObject({
    state: 'waiting',
    trouble: expect.stringContaining('ECONNREFUSED'),
  })
  expect(await world.stateOf(importId)).toMatchObject({ state: 'failed', code: 'not_a_zip' })
  await sink.open()
  // As if the pause before the next try were over.
  await world.pool.query('UPDATE mails SET next_try_at = UTC_TIMESTAMP(6), published_at = NULL')
  await recoverMails({ ...world.context(), mail: { ...world.context().mail, isOn: true }, broker })
  await until(() => sink.received.length === 1)
  expect(sink.received[0]).toMatchObject({ to: ['admin@example.edu'] })
  expect(sink.received[0]!.body).toContain(`https://cloop.example.edu/admin/imports/${importId}`)
  await broker.stopConsuming()
})

test('a message tells nothing but ids', async () => {
  const broker = await testBroker.open()
  await broker.ready()
  await broker.publish({ job: 'send-mail', mailId: 7 })
  const content = await testBroker.withChannel(async (channel) => {
    const message = await channel.get(`${testBroker.prefix}.mail`, { noAck: true })
    return message && message.content.toString()
  })
  expect(content).toBe('{"job":"send-mail","mailId":7}')
})
