import type { WorkerContext } from './context.ts'
import { giveUpMails } from './mail-rows.ts'
import { publishMails } from './publish-mails.ts'
import { reportImports } from './report-imports.ts'

/** With an empty queue, a message that was published longer ago than this and started nothing is lost. */
const lostAfterSeconds = 60
/** With others in the queue it may be among them, so that it is doubted later. */
const doubtedAfterSeconds = 30 * 60

/**
 * Writes the mails that a crash left unwritten, and publishes those whose turn has come or whose message is
 * lost. Returns what it did, in words.
 */
export async function recoverMails(context: WorkerContext): Promise<string> {
  const { pool, broker, mail } = context
  const reported = await reportImports(context)
  const givenUp = await giveUpMails(pool)
  const staleSeconds = (await broker.waiting()).mail === 0 ? lostAfterSeconds : doubtedAfterSeconds
  const published = mail.isOn ? await publishMails(context, staleSeconds) : 0
  const counts = Object.entries({ reported, 'given up': givenUp, published })
  return counts.flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ')
}
