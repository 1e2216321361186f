import { publishWaiting } from '#drizzle/claims.ts'
import type { Deps } from '../deps.ts'

/**
 * Tells the workers of the course's next import. The row is what counts: while the broker is away it waits
 * until `recover-imports` tells them.
 */
export async function nudgeWorkers(
  { pool, log, publish }: Pick<Deps, 'pool' | 'log' | 'publish'>,
  courseId: number,
): Promise<void> {
  try {
    await publishWaiting(pool, (importId) => publish({ job: 'import-course', importId }), {
      courseId,
    })
  } catch (error) {
    log.warn({ err: error, courseId }, 'the workers could not be told of an import')
  }
}
