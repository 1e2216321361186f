import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'mysql2/promise'
import { attend, processName, type Presence } from '#drizzle/presence.ts'
import type { Logger } from '#lib/log.ts'
import { gateOf, unknownState, type Gate } from './maintenance.ts'

const againAfterMs = 1000

/**
 * Opens and closes the gate as the state of the site says, and shows this process among the others. Resolves
 * after the first try: a site whose database is away starts all the same, closed, and says so at `/readyz`.
 */
export async function watchMaintenance(pool: Pool, gate: Gate, log: Logger): Promise<Presence> {
  const stop = new AbortController()
  const onTrouble = (error: unknown) => {
    if (isGone(error)) gate.set(unknownState)
    log.warn(
      { err: error },
      'the heartbeat could not be written, or the state of the site not be read',
    )
  }
  const name = processName()
  let presence: Presence | undefined

  async function tryToAttend() {
    presence = await attend(pool, {
      kind: 'web',
      name,
      pause: gate.untilIdle,
      onState: (state) => gate.set(gateOf(state)),
      resume: () => {},
      onTrouble,
    })
  }

  async function tryOn() {
    while (!presence && !stop.signal.aborted) {
      await sleep(againAfterMs, undefined, { signal: stop.signal }).catch(() => {})
      if (!stop.signal.aborted) await tryToAttend().catch(onTrouble)
    }
  }

  await tryToAttend().catch(onTrouble)
  const trying = tryOn()
  return {
    close: async () => {
      stop.abort()
      await trying
      await presence?.close()
    },
  }
}

/** The table or its database: another one is about to take its place. A database that is only away says nothing. */
const isGone = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ER_NO_SUCH_TABLE' || error.code === 'ER_BAD_DB_ERROR')
