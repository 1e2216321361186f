import { describe, expect, test } from 'vitest'
import { recoverMails } from '#worker/recover-mails.ts'
import { useMailPlace } from './mail-place.ts'

const world = useMailPlace()
const message = (mailId: number | undefined) => ({ job: 'send-mail', mailId })

describe('a mail whose message is lost', () => {
  test('is published, and not again so soon', async () => {
    const id = await world.write()
    const worker = world.context()
    expect(await recoverMails(worker)).toBe('1 published')
    expect(await recoverMails(worker)).toBe('')
    expect(worker.published).toEqual([message(id)])
    expect(await world.rows()).toMatchObject([{ isPublished: 1 }])
    await world.pass(2)
    await recoverMails(worker)
    expect(worker.published).toEqual([message(id), message(id)])
  })

  test('is not doubted so soon while others wait in the queue', async () => {
    const id = await world.write()
    const worker = world.context()
    await recoverMails(worker)
    worker.broker.waiting = () => Promise.resolve({ import: 0, mail: 5, task: 0, dead: 0 })
    await world.pass(2)
    expect(await recoverMails(worker)).toBe('')
    await world.pass(30)
    await recoverMails(worker)
    expect(worker.published).toEqual([message(id), message(id)])
  })

  test('because the broker is away stays one to publish', async () => {
    await world.write()
    const worker = world.context()
    worker.broker.publish = () => Promise.reject(new Error('the broker is away'))
    await expect(recoverMails(worker)).rejects.toThrow('away')
    expect(await world.rows()).toMatchObject([{ isPublished: 0 }])
  })
})

test('a mail that rests between two tries is published when its turn comes', async () => {
  const id = await world.write()
  await recoverMails(world.context())
  await world.sink.close()
  await world.send(id)
  const worker = world.context()
  expect(await recoverMails(worker)).toBe('')
  await world.pass(1)
  expect(await recoverMails(worker)).toBe('1 published')
  expect(worker.published).toEqual([message(id)])
})

test('mails that are sent or given up are left alone', async () => {
  await world.send(await world.write())
  world.sink.refusals.set('gone@example.edu', { at: 'RCPT TO', code: 550 })
  await world.send(await world.write({ recipient: 'gone@example.edu' }))
  await world.pass(60)
  const worker = world.context()
  expect(await recoverMails(worker)).toBe('')
  expect(worker.published).toEqual([])
})

test('a mail that nobody sends within its time is given up, its text gone', async () => {
  await world.write()
  await world.pass(5 * 24 * 60)
  expect(await recoverMails(world.context())).toBe('1 given up')
  expect(await world.rows()).toMatchObject([
    { state: 'failed', body: null, trouble: 'never sent within its time' },
  ])
})

test('without a mail server nothing is published', async () => {
  await world.write()
  const worker = world.context({ isOn: false })
  expect(await recoverMails(worker)).toBe('')
  expect(worker.published).toEqual([])
})
