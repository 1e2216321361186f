/** The pulse of each process, and its pauses. SQL text, since the worker does without drizzle-orm. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { mayWork, readSiteState, type SiteState } from './site-state.ts'

const beatEveryMs = 15_000
const lookEveryMs = 500

/** A name that no other process has, nor this one after a restart: leases bear it. */
export function processName(): string {
  const host = hostname()
    .replaceAll(/[^\w.-]/g, '')
    .slice(0, 60)
  return `${host}-${process.pid}-${randomBytes(4).toString('hex')}`
}

/** The version that a heartbeat tells, so that the checks see processes of another one. */
export function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

interface Attending {
  kind: 'web' | 'worker' | 'beat'
  name: string
  /** Takes no more work; resolves when nothing is held any more. May be called again. */
  pause: () => Promise<void>
  resume: () => void
  /** Called with each look. */
  onState?: (state: SiteState) => void
  /** The pulse could not be written, or the state of the site not be read; it is tried again. */
  onTrouble: (error: unknown) => void
}

export interface Presence {
  close: () => Promise<void>
}

/**
 * Leaves a heartbeat now and every 15 s, looks twice a second whether work is to pause, and says in the row
 * when it has. In maintenance even the heartbeat rests: nothing writes. The row goes when this is closed.
 * A process that begins while work is to pause has paused when this resolves.
 */
export async function attend(pool: Pool, process: Attending): Promise<Presence> {
  const { onTrouble } = process
  const pulse = { ...process, version: readVersion(), startedAt: await databaseTime(pool) }
  await writePulse(pool, pulse, 'working')
  const stop = new AbortController()
  let beatAt = performance.now()
  const pauses = createPauses(process, (is) => writePulse(pool, pulse, is))

  async function look() {
    const state = await readSiteState(pool)
    process.onState?.(state)
    if (!mayWork(state, pulse)) {
      // What is held may take hours, in which the heart goes on beating.
      await Promise.race([pauses.begin(), sleep(lookEveryMs)])
    } else await pauses.end()
    if (pauses.isReached() && (state.maintenance || state.copy)) return
    if (performance.now() - beatAt < beatEveryMs) return
    await writePulse(pool, pulse, pauses.isReached() ? 'paused' : 'working')
    beatAt = performance.now()
  }

  async function lookOn() {
    while (!stop.signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal: stop.signal }).catch(() => {})
      if (stop.signal.aborted) return
      await look().catch(onTrouble)
    }
  }

  await look()
  const looking = lookOn()
  return {
    close: async () => {
      stop.abort()
      await looking
      await pool.query('DELETE FROM heartbeats WHERE process = ?', [process.name])
    },
  }
}

/** Stops the work of a process and lets it go on; `write` says in its row which of them holds. */
function createPauses(
  process: Pick<Attending, 'pause' | 'resume'>,
  write: (is: 'working' | 'paused') => Promise<void>,
) {
  let pausing: Promise<void> | undefined
  let hasPaused = false
  /** Work was told to stop, and not to go on since. */
  let isHalted = false
  /** A pause that was taken back before it was reached is of an earlier round, and says nothing. */
  let round = 0
  let marking: Promise<void> = Promise.resolve()

  async function pause() {
    const own = round
    isHalted = true
    try {
      await process.pause()
      if (own !== round) return
      marking = write('paused')
      await marking
      if (own === round) hasPaused = true
    } catch (error) {
      if (own === round) pausing = undefined
      throw error
    }
  }

  async function resume() {
    round += 1
    pausing = undefined
    // Of two statements over two connections the second may come first.
    await Promise.allSettled([marking])
    await write('working')
    hasPaused = false
    isHalted = false
    process.resume()
  }

  return {
    /** Resolves when nothing is held any more and the row says so; called again, waits for the same. */
    begin: () => (pausing ??= pause()),
    /** Work goes on at once, also while a pause is not reached yet. */
    end: async () => {
      if (isHalted) await resume()
    },
    isReached: () => hasPaused,
  }
}

async function databaseTime(pool: Pool): Promise<Date> {
  const [rows] = await pool.query<RowDataPacket[]>('SELECT UTC_TIMESTAMP(6) AS now')
  return rows[0]?.now as Date
}

interface Pulse extends Pick<Attending, 'name' | 'kind'> {
  version: string
  startedAt: Date
}

/** Also where the row is gone: a backup that is restored while processes pause knows nothing of them. */
async function writePulse(pool: Pool, pulse: Pulse, is: 'working' | 'paused'): Promise<void> {
  const { name, kind, version, startedAt } = pulse
  await pool.query(
    `INSERT INTO heartbeats (process, kind, version, started_at, beat_at, paused_at)
     VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6), IF(?, UTC_TIMESTAMP(6), NULL))
     ON DUPLICATE KEY UPDATE beat_at = VALUES(beat_at), paused_at = VALUES(paused_at)`,
    [name, kind, version, startedAt, is === 'paused'],
  )
}
