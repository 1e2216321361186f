/** SQL on `mails`. Every moment is the database's own. */
import type { Pool } from 'mysql2/promise'
import { change, select } from './sql.ts'

/** A worker that sends a mail has it to itself for this long, more than sending may take. */
const heldMinutes = 5
const idsAtOnce = 1000

export interface WaitingMail {
  id: number
  kind: string
  recipient: string
  subject: string
  body: string
  messageId: string
  attempts: number
  createdAt: Date
  /** Until it is given up; negative when that is over. */
  minutesLeft: number
}

/** Takes a mail for one try, which counts from now on; undefined if it is sent, given up, or not due yet. */
export async function takeMail(pool: Pool, id: number): Promise<WaitingMail | undefined> {
  const { affectedRows } = await change(
    pool,
    `UPDATE mails SET attempts = attempts + 1, next_try_at = UTC_TIMESTAMP(6) + INTERVAL ? MINUTE
      WHERE id = ? AND state = 'waiting' AND next_try_at <= UTC_TIMESTAMP(6)`,
    [heldMinutes, id],
  )
  if (affectedRows !== 1) return undefined
  const [mail] = await select<WaitingMail>(
    pool,
    `SELECT id, kind, recipient, subject, body, message_id AS messageId, attempts,
            created_at AS createdAt,
            TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(6), give_up_at) AS minutesLeft
       FROM mails WHERE id = ?`,
    [id],
  )
  return mail
}

/** The body goes with the end: it may hold a one-time link. */
export async function endMail(
  pool: Pool,
  id: number,
  { state, trouble }: { state: 'sent' | 'failed'; trouble: string | null },
): Promise<void> {
  await change(
    pool,
    `UPDATE mails SET state = ?, trouble = ?, body = NULL,
            sent_at = IF(? = 'sent', UTC_TIMESTAMP(6), NULL) WHERE id = ?`,
    [state, trouble, state, id],
  )
}

export async function postponeMail(
  pool: Pool,
  id: number,
  { minutes, trouble }: { minutes: number; trouble: string },
): Promise<void> {
  await change(
    pool,
    'UPDATE mails SET trouble = ?, next_try_at = UTC_TIMESTAMP(6) + INTERVAL ? MINUTE WHERE id = ?',
    [trouble, minutes, id],
  )
}

/** Mails whose time is over without a try that ended: nobody sends, or each worker died of it. */
export async function giveUpMails(pool: Pool): Promise<number> {
  const { affectedRows } = await change(
    pool,
    `UPDATE mails SET state = 'failed', body = NULL,
            trouble = COALESCE(trouble, 'never sent within its time')
      WHERE state = 'waiting' AND next_try_at <= UTC_TIMESTAMP(6) AND give_up_at < UTC_TIMESTAMP(6)`,
    [],
  )
  return affectedRows
}

/** The mails whose turn it is, and that were not published for it or longer ago than `staleSeconds`. */
export async function mailsToPublish(pool: Pool, staleSeconds: number): Promise<number[]> {
  const rows = await select<{ id: number }>(
    pool,
    `SELECT id FROM mails
      WHERE state = 'waiting' AND next_try_at <= UTC_TIMESTAMP(6)
        AND (published_at IS NULL OR published_at < next_try_at
          OR published_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND)
      ORDER BY next_try_at LIMIT ?`,
    [staleSeconds, idsAtOnce],
  )
  return rows.map(({ id }) => id)
}

export async function markMailPublished(pool: Pool, id: number): Promise<void> {
  await change(pool, 'UPDATE mails SET published_at = UTC_TIMESTAMP(6) WHERE id = ?', [id])
}
