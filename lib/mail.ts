import { createTransport, type NodemailerError } from 'nodemailer'
import { oneLine } from '#shared/one-line.ts'
import { isLoopback, type Config } from './config.ts'

export interface Mail {
  recipient: string
  subject: string
  /** Plain text. */
  body: string
  /** The left part of its Message-ID. */
  messageId: string
  writtenAt: Date
}

export interface Mailer {
  /** Resolves when the mail server has taken the mail; rejects with `MailTrouble`. */
  send: (mail: Mail) => Promise<void>
}

/** A mail could not be sent. The message may hold addresses and is for the mail's row, `code` for the log. */
export class MailTrouble extends Error {
  override name = 'MailTrouble'
  readonly code: string
  /** The server will never take this mail, or not for this recipient. */
  readonly isFinal: boolean

  constructor(cause: NodemailerError) {
    super(oneLine(cause.message, 255), { cause })
    const { code, originalCode, responseCode, command } = cause
    this.code = [code, originalCode, responseCode, command].filter(Boolean).join(' ')
    this.isFinal = isFinal(cause)
  }
}

/** Together less than the time for which a worker holds a mail. */
const sendWithinMs = 2 * 60_000
const answerWithinMs = 30_000
const connectWithinMs = 10_000

/** The way to the mail server, a connection for each mail; undefined if none is set. */
export function createMailer(settings: Config['mail']): Mailer | undefined {
  const { host, from } = settings
  if (!host) return undefined
  const transport = openTransport({ ...settings, host })
  const domain = /@([^\s@<>]+)>?$/.exec(from)?.[1] ?? 'localhost'

  async function send({ recipient, subject, body, messageId, writtenAt }: Mail) {
    try {
      await transport.sendMail({
        from,
        // As an object it is one recipient, whatever is in it.
        to: { name: '', address: recipient },
        subject: oneLine(subject),
        text: body,
        messageId: `<${messageId}@${domain}>`,
        date: writtenAt,
        // No answers from people who are away.
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(sendWithinMs),
      })
    } catch (error) {
      throw new MailTrouble(error as NodemailerError)
    }
  }

  return { send }
}

/** Signs in at the mail server and sends nothing; rejects with `MailTrouble`. */
export async function checkMailServer(settings: Config['mail']): Promise<void> {
  const transport = openTransport({ ...settings, host: settings.host ?? '' })
  try {
    await transport.verify()
  } catch (error) {
    throw new MailTrouble(error as NodemailerError)
  } finally {
    transport.close()
  }
}

function openTransport({ host, port, user, password = '' }: Config['mail'] & { host: string }) {
  return createTransport({
    host,
    port,
    ...encryption({ host, port, hasUser: user !== undefined }),
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    dnsTimeout: connectWithinMs,
    connectionTimeout: connectWithinMs,
    greetingTimeout: answerWithinMs,
    socketTimeout: answerWithinMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/**
 * Port 465 is encrypted from the start, others where the server offers it. With a password it must be, and
 * by the right server; without one, to whom ever it is: whoever can pose as the server could as well hide
 * that it encrypts. Mail servers of the same machine mostly have a certificate of nobody's.
 */
function encryption({ host, port, hasUser }: { host: string; port: number; hasUser: boolean }) {
  const secure = port === 465
  const isNear = isLoopback(host)
  return {
    secure,
    requireTLS: hasUser && !isNear && !secure,
    tls: { rejectUnauthorized: (hasUser || secure) && !isNear },
  }
}

/** Wrong credentials or a sender that is not liked are for us to mend: such a mail is tried again. */
function isFinal({ code, command, permanent }: NodemailerError): boolean {
  if (command === 'API') return code === 'EENVELOPE'
  return permanent === true && (command === 'RCPT TO' || command === 'DATA')
}
