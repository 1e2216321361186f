import type { WorkerContext } from './context.ts'
import { deleteOldRows, tablesWithAge } from './old-rows.ts'
import { purgeFiles } from './purge-files.ts'
import { applyRetention } from './retention.ts'

/** Deletes what has had its time: rows, files and what courses hold. Returns what it did, in words. */
export async function purge(
  context: Pick<WorkerContext, 'pool' | 'log' | 'directories' | 'imports' | 'courseKeepDays'>,
  nowMs = Date.now(),
): Promise<string> {
  const counts: [string, number][] = []
  for (const table of tablesWithAge) counts.push([table, await deleteOldRows(context.pool, table)])
  counts.push(['courses emptied', (await applyRetention(context)).length])
  counts.push(...(await purgeFiles({ ...context, nowMs })))
  return counts.flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ')
}
