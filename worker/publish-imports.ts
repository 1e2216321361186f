import { importsToPublish, markPublished } from './claims.ts'
import type { WorkerContext } from './context.ts'

/** A message that was confirmed is not doubted before this. */
const neverStale = 365 * 24 * 3600

/**
 * Publishes the imports whose turn it is: those of one course or of all, never published or not within
 * `staleSeconds`. Returns how many. One message too many is harmless, one too few is made up for by
 * `recover-imports`.
 */
export async function publishImports(
  { pool, broker }: Pick<WorkerContext, 'pool' | 'broker'>,
  { courseId, staleSeconds = neverStale }: { courseId?: number; staleSeconds?: number } = {},
): Promise<number> {
  const ids = await importsToPublish(pool, { courseId, staleSeconds })
  for (const importId of ids) {
    await broker.publish({ job: 'import-course', importId })
    await markPublished(pool, importId)
  }
  return ids.length
}
