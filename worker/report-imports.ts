import { insertMail } from '#drizzle/outbox.ts'
import { inTransaction } from '#drizzle/pool.ts'
import type { Receipt } from '#shared/import.ts'
import type { WorkerContext } from './context.ts'
import { rejectsPaths } from './import-files.ts'
import { alarms, composeFailure, composeOdd, composeSkipped, skippedRows } from './mail-import.ts'
import { publishMails } from './publish-mails.ts'
import { sampleRejects, type Reject } from './rejects-sample.ts'
import { importsToReport, markReported, type EndedImport } from './report-rows.ts'

const mostSamples = 100

/**
 * Writes the mails that the import administrators have yet to get: about imports that failed, skipped
 * rows or look like the wrong ones. Returns about how many. Where there is no mail server the imports count as told all the same, so that
 * nobody is told of old ones later.
 */
export async function reportImports(context: WorkerContext): Promise<number> {
  const { pool, log } = context
  let reported = 0
  for (const ended of await importsToReport(pool)) {
    try {
      if (await reportImport(context, ended)) reported += 1
    } catch (error) {
      // Other mails must not wait for this one, which is tried again within a minute.
      log.error(
        { err: error, importId: ended.id },
        'the mails about an import could not be written',
      )
    }
  }
  if (reported > 0) await publishMails(context)
  return reported
}

/** At the end of an import. No trouble with mails fails one: `recover-mails` writes what is missing. */
export async function tellAdministrators(context: WorkerContext): Promise<void> {
  try {
    await reportImports(context)
  } catch (error) {
    context.log.error({ err: error }, 'mails about imports could not be written or published')
  }
}

async function reportImport(context: WorkerContext, ended: EndedImport): Promise<boolean> {
  const { pool, mail } = context
  const recipients = mail.isOn ? mail.importAdmins : []
  const composed = recipients.length > 0 ? await compose(context, ended) : undefined
  return inTransaction(pool, async (transaction) => {
    const isOurs = await markReported(transaction, ended)
    if (!isOurs || !composed) return false
    const occasion = `${ended.id} ${ended.finishedAt}`
    for (const recipient of recipients) {
      await insertMail(transaction, { ...composed, occasion, recipient })
    }
    return true
  })
}

/** Undefined where there is nothing to tell. */
async function compose({ directories, mail }: WorkerContext, ended: EndedImport) {
  const { failureCode, failureText } = ended
  if (ended.state === 'failed') {
    if (!failureCode) return undefined
    // Of the other failures, skipped rows are not the reason.
    const samples = failureCode === 'nothing_fits' ? await samplesOf(directories, ended.id) : []
    const failed = { ...ended, failureCode, failureText: failureText ?? '', samples }
    return { kind: 'import-failed', ...composeFailure(failed, mail.baseUrl) }
  }
  const receipt = ended.receipt && (JSON.parse(ended.receipt) as Receipt)
  if (!receipt) return undefined
  if (skippedRows(receipt).length === 0) {
    if (alarms(receipt).length === 0) return undefined
    return { kind: 'import-odd', ...composeOdd({ ...ended, receipt, samples: [] }, mail.baseUrl) }
  }
  const samples = await samplesOf(directories, ended.id)
  return { kind: 'import-skipped', ...composeSkipped({ ...ended, receipt, samples }, mail.baseUrl) }
}

async function samplesOf(
  directories: WorkerContext['directories'],
  importId: number,
): Promise<Reject[]> {
  for (const path of rejectsPaths(directories, importId)) {
    const samples = await sampleRejects(path, mostSamples)
    if (samples.length > 0) return samples
  }
  return []
}
