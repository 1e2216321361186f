import { MailTrouble, type Mailer } from '#lib/mail.ts'
import type { WorkerContext } from './context.ts'
import { endMail, postponeMail, takeMail, type WaitingMail } from './mail-rows.ts'

type Context = Pick<WorkerContext, 'pool' | 'log'>

/**
 * Sends a mail if it is due. A worker that dies between the server's yes and the row's `sent` has it sent
 * once more, under the same Message-ID. For a message that came twice, does nothing.
 */
export async function sendMail(context: Context, mailer: Mailer, mailId: number): Promise<void> {
  const { pool, log } = context
  const mail = await takeMail(pool, mailId)
  if (!mail) {
    log.info({ mailId }, 'not sent now')
    return
  }
  const { kind, attempts } = mail
  try {
    await mailer.send({ ...mail, writtenAt: mail.createdAt })
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error
    return afterTrouble(context, mail, error)
  }
  await endMail(pool, mailId, { state: 'sent', trouble: null })
  log.info({ mailId, kind, attempts }, 'mail sent')
}

/** Tries it later, or gives it up. */
async function afterTrouble({ pool, log }: Context, mail: WaitingMail, trouble: MailTrouble) {
  const { id, kind, attempts, minutesLeft } = mail
  const { code, isFinal, message } = trouble
  const fields = { mailId: id, kind, attempts, trouble: code }
  const pauseMinutes = retryPauseMinutes(attempts)
  if (isFinal || pauseMinutes > minutesLeft) {
    await endMail(pool, id, { state: 'failed', trouble: message })
    log.error(fields, isFinal ? 'a mail was refused' : 'a mail is given up')
    return
  }
  await postponeMail(pool, id, { minutes: pauseMinutes, trouble: message })
  log.warn({ ...fields, pauseMinutes }, 'a mail could not be sent')
}

const longestPauseMinutes = 6 * 60

/** How long a mail rests after its first, second, … try: 1, 2, 4 … minutes, at most 6 hours. */
function retryPauseMinutes(attempts: number): number {
  return Math.min(2 ** (attempts - 1), longestPauseMinutes)
}
