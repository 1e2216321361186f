import { asyncProperty, assert, string } from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMailer, MailTrouble, type Mail } from '#lib/mail.ts'
import { createMailSink } from './mail-sink.ts'

let sink: Awaited<ReturnType<typeof createMailSink>>
beforeEach(async () => {
  sink = await createMailSink()
})
afterEach(() => sink.close())

const mail = (changes: Partial<Mail> = {}): Mail => ({
  recipient: 'ann@example.edu',
  subject: 'Hello',
  body: 'Good morning.\n',
  messageId: '11111111-2222-3333-4444-555555555555',
  writtenAt: new Date('2026-05-11T05:00:00Z'),
  ...changes,
})
const send = (changes: Partial<Mail> = {}, settings = sink.settings()) =>
  createMailer(settings)!.send(mail(changes))
const troubleOf = (sending: Promise<void>) =>
  sending.then(
    () => 'sent',
    (error: unknown) => {
      if (!(error instanceof MailTrouble)) throw error
      return { code: error.code, isFinal: error.isFinal }
    },
  )

describe('a mail', () => {
  test('arrives as plain text, in UTF-8, with what a receiver needs', async () => {
    const body = 'Größe 10 → 20 %\n.\n.. two dots\n\n日本語\n'
    await send({ subject: 'Übung 3: été — 化学', body })
    const [received] = sink.received
    expect(received).toMatchObject({ from: 'cloop@example.edu', to: ['ann@example.edu'], body })
    expect(received!.header('subject')).toBe('Übung 3: été — 化学')
    expect(received!.header('from')).toBe('cloop <cloop@example.edu>')
    expect(received!.header('to')).toBe('ann@example.edu')
    expect(received!.header('message-id')).toBe(
      '<11111111-2222-3333-4444-555555555555@example.edu>',
    )
    expect(received!.header('date')).toBe('Mon, 11 May 2026 05:00:00 +0000')
    expect(received!.header('content-type')).toMatch(/^text\/plain; charset=utf-8/)
    expect(received!.header('auto-submitted')).toBe('auto-generated')
  })

  test('has the same headers and the same recipient whatever stands in subject and text', async () => {
    await send()
    const names = sink.received[0]!.headers.map(([name]) => name)
    const hostile = string({ unit: 'binary', maxLength: 60 })
    await assert(
      asyncProperty(hostile, async (text) => {
        sink.received.length = 0
        await send({ subject: `S ${text}`, body: `T ${text}` })
        expect(sink.received.map(({ to }) => to)).toEqual([['ann@example.edu']])
        expect(sink.received[0]!.headers.map(([name]) => name)).toEqual(names)
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    'a@example.edu, all@example.edu',
    'a@example.edu>\r\nRCPT TO:<all@example.edu',
    'a@example.edu\r\nBcc: all@example.edu',
    'a <all@example.edu>',
    'all@example.edu@example.edu',
    'everybody: all@example.edu, more@example.edu;',
  ])('to the one address %j goes to nobody else', async (recipient) => {
    await send({ recipient }).catch(acceptRefusal)
    await send()
    const reached = sink.received.flatMap(({ to }) => to)
    expect(reached.at(-1)).toBe('ann@example.edu')
    expect(reached.length).toBeLessThanOrEqual(2)
    expect(sink.received.flatMap(({ headers }) => headers.map(([name]) => name))).not.toContain(
      'bcc',
    )
    expect(reached).not.toContain('all@example.edu')
  })

  test('with a subject of two lines has it in one', async () => {
    await send({ subject: 'Week 1\r\nBcc: all@example.edu\r\nX: y' })
    expect(sink.received[0]!.header('subject')).toBe('Week 1 Bcc: all@example.edu X: y')
    expect(sink.received[0]!.header('bcc')).toBeUndefined()
    expect(sink.received[0]!.to).toEqual(['ann@example.edu'])
  })
})

/** An address that is none may well be refused. */
function acceptRefusal(error: unknown) {
  if (!(error instanceof MailTrouble)) throw error
}

describe('trouble', () => {
  test('of a server that is down may pass', async () => {
    await sink.close()
    expect(await troubleOf(send())).toEqual({ code: 'ESOCKET ECONNREFUSED CONN', isFinal: false })
  })

  test.each([
    ['RCPT TO', 550, 'ann@example.edu', true],
    ['DATA', 554, 'ann@example.edu', true],
    ['RCPT TO', 451, 'ann@example.edu', false],
    ['DATA', 452, 'ann@example.edu', false],
    ['MAIL FROM', 550, 'cloop@example.edu', false],
  ] as const)('at %s with %i for %s: is it final? %s', async (at, code, address, isFinal) => {
    sink.refusals.set(address, { at, code })
    expect(await troubleOf(send())).toMatchObject({
      isFinal,
      code: expect.stringContaining(`${code} ${at}`),
    })
    expect(sink.received).toEqual([])
  })

  test('has a code that tells nobody who the mail was for', async () => {
    sink.refusals.set('ann@example.edu', { at: 'RCPT TO', code: 550 })
    const error = await send().catch((thrown: unknown) => thrown as MailTrouble)
    expect(error).toMatchObject({ message: expect.stringContaining('ann@example.edu') })
    expect(error!.code).toBe('EENVELOPE 550 RCPT TO')
  })
})

describe('a mail server with a password', () => {
  const withPassword = (options = {}) =>
    createMailSink({
      authOptional: false,
      onAuth: ({ username, password }, _session, callback) => {
        if (username === 'cloop' && password === 'right') callback(null, { user: 'cloop' })
        else callback(Object.assign(new Error('no'), { responseCode: 535 }))
      },
      ...options,
    })

  test('on this machine takes the mail of who knows it, whatever its certificate', async () => {
    await sink.close()
    sink = await withPassword()
    const user = { user: 'cloop', password: 'right' }
    await send({}, sink.settings(user))
    expect(sink.received).toHaveLength(1)
    expect(await troubleOf(send({}, sink.settings({ ...user, password: 'wrong' })))).toMatchObject({
      isFinal: false,
    })
  })

  test('on another machine gets no password without encryption', async () => {
    await sink.close()
    const passwords: unknown[] = []
    sink = await withPassword({
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: (
        { password }: { password: unknown },
        _session: unknown,
        callback: (error: Error) => void,
      ) => {
        passwords.push(password)
        callback(new Error('no'))
      },
    })
    // An address that leads here too, but is not one of those of this machine.
    const settings = sink.settings({ host: '0.0.0.0', user: 'cloop', password: 'right' })
    expect(await troubleOf(send({}, settings))).toMatchObject({ isFinal: false })
    expect(sink.connections()).toBe(1)
    expect(passwords).toEqual([])
  })
})

test('without a mail server there is no mailer', () => {
  expect(createMailer(sink.settings({ host: undefined }))).toBeUndefined()
})
