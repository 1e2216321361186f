import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { CommandError } from './command.ts'

type Kind = 'web' | 'worker' | 'beat'
interface Present {
  process: string
  kind: Kind
  hasPaused: boolean
}

export const waitOption = {
  type: 'string',
  value: 'SECONDS',
  says: 'the longest to wait for what is under way (600)',
} as const

const lookEveryMs = 200
const sayEveryMs = 5000
/** Who has missed three heartbeats is dead, and holds nothing. */
const aliveSeconds = 60

/** Waits until every living process of these kinds has paused, and returns them; says who is still at it. */
export async function waitForPause(
  pool: Pool,
  { kinds, waitSeconds }: { kinds: readonly Kind[]; waitSeconds: number },
): Promise<Kind[]> {
  const startedAt = performance.now()
  let saidAt = startedAt
  for (;;) {
    const present = await presentProcesses(pool, kinds)
    const busy = present.filter(({ hasPaused }) => !hasPaused)
    if (busy.length === 0) return present.map(({ kind }) => kind)
    const names = busy.map(({ kind, process }) => `${kind} ${process}`).join(', ')
    if (performance.now() - startedAt > 1000 * waitSeconds) {
      throw new CommandError(`still at work after ${waitSeconds} s: ${names}`)
    }
    if (performance.now() - saidAt > sayEveryMs) {
      console.error(`waiting for ${names}`)
      saidAt = performance.now()
    }
    await pause(lookEveryMs)
  }
}

/** Those that began before the drain, where there is one: later ones do not take part in it. */
async function presentProcesses(pool: Pool, kinds: readonly Kind[]): Promise<Present[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT process, kind, paused_at IS NOT NULL AS hasPaused
       FROM heartbeats LEFT JOIN site_state maintenance ON maintenance.name = 'maintenance'
            LEFT JOIN site_state drain ON drain.name = 'drain'
      WHERE kind IN (?)
        AND (paused_at IS NOT NULL OR beat_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND)
        AND (maintenance.name IS NOT NULL OR started_at <= drain.since)
      ORDER BY kind, process`,
    [kinds, aliveSeconds],
  )
  return rows.map((row) => ({
    process: row.process as string,
    kind: row.kind as Kind,
    hasPaused: row.hasPaused === 1,
  }))
}

/** `2 web, 1 worker, 1 beat` */
export function processesInWords(kinds: readonly Kind[]): string {
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(
    ([kind, all]) => `${all.length} ${kind}`,
  )
  return counts.length === 0 ? 'no process' : counts.join(', ')
}
