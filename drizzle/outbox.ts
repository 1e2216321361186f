import { randomUUID } from 'node:crypto'
import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2/promise'
import { oneLine } from '#shared/one-line.ts'

export interface NewMail {
  /** What sort of mail it is, for the log and for administrators: `import-failed`, `digest`, … */
  kind: string
  /** With `kind` and `recipient`, what must not be told twice; at most 64 ASCII characters, no secret. */
  occasion: string
  recipient: string
  subject: string
  /** Plain text. */
  body: string
  /** After this it is not tried any more; five days where nothing is said. */
  giveUpAfterMinutes?: number
}

const fiveDaysMinutes = 5 * 24 * 60
const duplicateKey = 1062

/**
 * Puts a mail into the outbox, best in the transaction of what it tells about; then `send-mail` is to be
 * published with its id, or `recover-mails` does it within a minute. Not to be called where no mail server
 * is set. Returns undefined if the mail is there already.
 */
export async function insertMail(
  runner: Pool | PoolConnection,
  mail: NewMail,
): Promise<number | undefined> {
  try {
    const [{ insertId }] = await runner.query<ResultSetHeader>(
      `INSERT INTO mails (kind, occasion, recipient, subject, body, message_id, created_at,
              next_try_at, give_up_at)
       VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),
              UTC_TIMESTAMP(6) + INTERVAL ? MINUTE)`,
      [
        ...[mail.kind, mail.occasion, mail.recipient, oneLine(mail.subject), mail.body],
        ...[randomUUID(), mail.giveUpAfterMinutes ?? fiveDaysMinutes],
      ],
    )
    return insertId
  } catch (error) {
    if (error instanceof Error && 'errno' in error && error.errno === duplicateKey) return undefined
    throw error
  }
}
