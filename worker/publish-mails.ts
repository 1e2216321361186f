import type { WorkerContext } from './context.ts'
import { mailsToPublish, markMailPublished } from './mail-rows.ts'

/** A message that was confirmed is not doubted before this. */
const neverStale = 365 * 24 * 3600

/**
 * Publishes the mails whose turn it is, those never published for it or not within `staleSeconds`. Returns how
 * many. One message too many is harmless, one too few is made up for by `recover-mails`.
 */
export async function publishMails(
  { pool, broker }: Pick<WorkerContext, 'pool' | 'broker'>,
  staleSeconds = neverStale,
): Promise<number> {
  const ids = await mailsToPublish(pool, staleSeconds)
  for (const mailId of ids) {
    await broker.publish({ job: 'send-mail', mailId })
    await markMailPublished(pool, mailId)
  }
  return ids.length
}
