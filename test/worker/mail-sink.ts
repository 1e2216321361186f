import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Config } from '#lib/config.ts'

export interface ReceivedMail {
  from: string
  to: string[]
  /** As it came. */
  raw: string
  headers: [name: string, value: string][]
  header: (name: string) => string | undefined
  /** Decoded, with line feeds. */
  body: string
}

/** A mail server of one's own that keeps what it gets. Close it in the end. */
export async function createMailSink(options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = []
  const refusals = new Map<string, { at: 'MAIL FROM' | 'RCPT TO' | 'DATA'; code: number }>()
  let connections = 0
  let server: SMTPServer | undefined
  let port = 0

  const refusal = (at: string, address: string) => {
    const refused = refusals.get(address)
    if (refused?.at !== at) return undefined
    return Object.assign(new Error(`<${address}> is not wanted`), { responseCode: refused.code })
  }
  const open = async () => {
    server = new SMTPServer({
      authOptional: true,
      // It says that its certificate is one that everybody knows.
      logger: false,
      closeTimeout: 0,
      disableReverseLookup: true,
      onConnect: (_session, callback) => {
        connections += 1
        callback()
      },
      onMailFrom: ({ address }, _session, callback) => callback(refusal('MAIL FROM', address)),
      onRcptTo: ({ address }, _session, callback) => callback(refusal('RCPT TO', address)),
      onData: (stream, { envelope }, callback) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const from = envelope.mailFrom ? envelope.mailFrom.address : ''
          const to = envelope.rcptTo.map(({ address }) => address)
          const error = refusal('DATA', to[0] ?? '')
          if (!error) received.push({ from, to, ...decodeMail(Buffer.concat(chunks).toString()) })
          callback(error)
        })
      },
      ...options,
    })
    server.on('error', () => {
      // A client that goes away in the middle is the client's affair.
    })
    server.listen(port, '127.0.0.1')
    await once(server.server, 'listening')
    port = (server.server.address() as AddressInfo).port
  }
  const close = async () => {
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
    server = undefined
  }
  await open()
  return {
    received,
    refusals,
    connections: () => connections,
    /** Opens again, on the same port. */
    open,
    close,
    settings: (changes: Partial<Config['mail']> = {}): Config['mail'] => ({
      host: '127.0.0.1',
      port,
      user: undefined,
      password: undefined,
      from: 'cloop <cloop@example.edu>',
      importAdmins: [],
      admins: [],
      ...changes,
    }),
  }
}

function decodeMail(raw: string) {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head
    .replaceAll(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line): [string, string] => {
      const [name = '', ...value] = line.split(': ')
      return [name.toLowerCase(), decodeWords(value.join(': '))]
    })
  const header = (name: string) => headers.find(([known]) => known === name.toLowerCase())?.[1]
  const encoded = rest.join('\r\n\r\n')
  const body = decodeBody(encoded, header('Content-Transfer-Encoding') ?? '7bit')
  return { raw, headers, header, body: body.replaceAll('\r\n', '\n') }
}

function decodeBody(text: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString()
  return encoding === 'quoted-printable' ? decodeQuoted(text.replaceAll('=\r\n', '')) : text
}

const decodeQuoted = (text: string) =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString()

/** Encoded words; blanks between two of them do not count. */
const decodeWords = (text: string) =>
  text
    .replaceAll(/(=\?UTF-8\?[BQ]\?[^?]*\?=)\s+(?==\?UTF-8\?)/gi, '$1')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : decodeQuoted(word.replaceAll('_', ' ')),
    )
