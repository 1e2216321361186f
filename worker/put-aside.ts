import type { WorkerContext } from './context.ts'
import { isEnvironmentTrouble } from './environment-trouble.ts'
import { forgetPublished } from './leases.ts'
import { putOff } from './put-off.ts'

/** Where importing is switched off: the import waits, and is published when it is on again. */
export async function putAside(context: WorkerContext, importId: number): Promise<void> {
  try {
    await forgetPublished(context.pool, importId)
    context.log.info({ importId }, 'not imported now: importing is switched off')
  } catch (error) {
    if (!isEnvironmentTrouble(error)) throw error
    await putOff(context, { job: 'import-course', importId }, error)
  }
}
