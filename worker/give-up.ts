import { importsById } from './claims.ts'
import type { WorkerContext } from './context.ts'
import { putAwayFiles } from './import-files.ts'
import { giveUp } from './leases.ts'
import { publishImports } from './publish-imports.ts'
import { tellAdministrators } from './report-imports.ts'

/** Fails the waiting imports that have crashed too often, so that those behind them go on. Returns how many. */
export async function giveUpImports(context: WorkerContext): Promise<number> {
  const { pool, directories, log, imports } = context
  const text =
    `The import was begun ${imports.maxAttempts} times and never came to its end: the worker died or met an ` +
    'error of its own each time. The log has the reasons, under the number of the import.'
  const ids = await giveUp(pool, imports.maxAttempts, text)
  for (const ended of await importsById(pool, ids)) {
    // Another worker was faster, or somebody has asked for one more try.
    if (ended.failureCode !== 'gave_up') continue
    log.error({ importId: ended.id, failure: 'gave_up' }, 'an import has crashed too often')
    await putAwayFiles(directories, ended)
  }
  if (ids.length > 0) {
    await tellAdministrators(context)
    await publishImports(context)
  }
  return ids.length
}
