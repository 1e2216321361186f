import { describe, expect, test } from 'vitest'
import { takeMail } from '#worker/mail-rows.ts'
import { useMailPlace } from './mail-place.ts'

const world = useMailPlace()

describe('a mail in the outbox', () => {
  test('is sent once, however many messages come, and its text goes', async () => {
    const id = await world.write()
    await Promise.all([world.send(id), world.send(id)])
    await world.send(id)
    expect(world.sink.received).toMatchObject([
      { to: ['ann@example.edu'], body: 'Body of the mail\n' },
    ])
    expect(await world.rows()).toMatchObject([
      { state: 'sent', attempts: 1, body: null, trouble: null },
    ])
  })

  test('that is written twice for one occasion and recipient is there once', async () => {
    const first = await world.write()
    expect(await world.write({ subject: 'Other' })).toBeUndefined()
    const others = [
      await world.write({ recipient: 'Ann@example.edu' }),
      await world.write({ occasion: '2' }),
      await world.write({ kind: 'import-failed' }),
    ]
    expect(new Set([first, ...others]).size).toBe(4)
    expect(await world.rows()).toHaveLength(4)
  })

  test('has one line for its subject, cut where it is too long', async () => {
    await world.write({ subject: `a\r\nBcc: all@example.edu ${'😀'.repeat(300)}` })
    const [row] = await world.rows()
    expect(row!.subject).toMatch(/^a Bcc: all@example\.edu (😀)+…$/u)
  })

  test('of which there is no row sends nothing', async () => {
    await world.send(4711)
    expect(world.sink.connections()).toBe(0)
  })
})

describe('a mail server that is down', () => {
  test('gets the mail later, after growing pauses', async () => {
    const id = await world.write()
    await world.sink.close()
    const pauses: number[] = []
    for (let time = 0; time < 11; time += 1) {
      await world.send(id)
      const [row] = await world.rows()
      expect(row).toMatchObject({ state: 'waiting', attempts: time + 1 })
      expect(row!.trouble).toContain('ECONNREFUSED')
      pauses.push(row!.nextTryMinutes)
      await world.send(id)
      expect((await world.rows())[0]!.attempts).toBe(time + 1)
      await world.pass(row!.nextTryMinutes)
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])
    await world.sink.open()
    await world.send(id)
    expect(world.sink.received).toHaveLength(1)
    expect(await world.rows()).toMatchObject([{ state: 'sent', attempts: 12, trouble: null }])
  })

  test('for five days has the mail given up, which the row and the log tell', async () => {
    const id = await world.write()
    await world.sink.close()
    await world.send(id)
    await world.pass(5 * 24 * 60 - 1)
    await world.send(id)
    expect(await world.rows()).toMatchObject([
      {
        state: 'failed',
        attempts: 2,
        body: null,
        trouble: expect.stringContaining('ECONNREFUSED'),
      },
    ])
    expect(world.log()).toContain('a mail is given up')
    await world.sink.open()
    await world.send(id)
    expect(world.sink.received).toEqual([])
  })

  test('for longer than a mail is worth has it given up sooner', async () => {
    const id = await world.write({ giveUpAfterMinutes: 60 })
    await world.sink.close()
    for (let tries = 0; tries < 6; tries += 1) {
      await world.send(id)
      await world.pass((await world.rows())[0]!.nextTryMinutes)
    }
    expect(await world.rows()).toMatchObject([{ state: 'failed', attempts: 6 }])
  })
})

describe('a recipient', () => {
  test('whom the server refuses is given up at once, the others get theirs', async () => {
    world.sink.refusals.set('gone@example.edu', { at: 'RCPT TO', code: 550 })
    const recipients = ['ann@example.edu', 'gone@example.edu', 'no address', 'bob@example.edu']
    for (const recipient of recipients) await world.send(await world.write({ recipient }))
    expect(world.sink.received.map(({ to }) => to[0])).toEqual(
      expect.arrayContaining(['ann@example.edu', 'bob@example.edu']),
    )
    const rows = await world.rows()
    expect(rows.map(({ state }) => state)).toEqual(['sent', 'failed', expect.any(String), 'sent'])
    expect(rows[1]).toMatchObject({ attempts: 1, trouble: expect.stringContaining('550') })
  })

  test('whom the server wants later gets the mail later', async () => {
    world.sink.refusals.set('ann@example.edu', { at: 'RCPT TO', code: 451 })
    const id = await world.write()
    await world.send(id)
    expect(await world.rows()).toMatchObject([{ state: 'waiting', nextTryMinutes: 1 }])
    world.sink.refusals.clear()
    await world.pass(1)
    await world.send(id)
    expect(await world.rows()).toMatchObject([{ state: 'sent' }])
  })
})

test('a worker that dies before the row says "sent" has the mail sent again, under the same Message-ID', async () => {
  const id = await world.write()
  // The row as it was before the first worker could write to it.
  await world.send(id)
  await world.pool.query(
    "UPDATE mails SET state = 'waiting', body = 'Body of the mail\\n', sent_at = NULL",
  )
  await world.send(id)
  expect(world.sink.received).toHaveLength(1)
  await world.pass(5)
  await world.send(id)
  const ids = world.sink.received.map(({ header }) => header('Message-ID'))
  expect(ids).toHaveLength(2)
  expect(ids[0]).toMatch(/^<[\da-f-]{36}@example\.edu>$/)
  expect(new Set(ids).size).toBe(1)
})

test('while a worker sends a mail no other one does', async () => {
  const id = await world.write()
  expect(await takeMail(world.pool, id!)).toMatchObject({ attempts: 1 })
  await world.send(id)
  expect(world.sink.connections()).toBe(0)
})

test('the log names neither addresses nor what is in a mail', async () => {
  world.sink.refusals.set('ann@example.edu', { at: 'RCPT TO', code: 451 })
  const id = await world.write()
  await world.send(id)
  world.sink.refusals.set('ann@example.edu', { at: 'RCPT TO', code: 550 })
  await world.pass(1)
  await world.send(id)
  await world.send(await world.write({ recipient: 'bob@example.edu' }))
  expect(world.log()).toContain('a mail could not be sent')
  expect(world.log()).toContain('a mail was refused')
  expect(world.log()).toContain('mail sent')
  expect(world.log()).not.toMatch(/ann|bob|example|of the mail/)
})
