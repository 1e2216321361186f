import { publishWaiting } from '#drizzle/claims.ts'
import type { WorkerContext } from './context.ts'

/** Publishes the imports whose turn it is, as `publishWaiting` finds them. Returns how many. */
export function publishImports(
  { pool, broker }: Pick<WorkerContext, 'pool' | 'broker'>,
  which: { courseId?: number; staleSeconds?: number } = {},
): Promise<number> {
  return publishWaiting(
    pool,
    (importId) => broker.publish({ job: 'import-course', importId }),
    which,
  )
}
