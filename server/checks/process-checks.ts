import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { readSiteState } from '#drizzle/site-state.ts'
import {
  counted,
  failed,
  passed,
  type ChecksContext,
  type Definition,
  type Finding,
} from './finding.ts'

/** Three missed heartbeats and a little. */
const freshSeconds = 60
/** Who rested in maintenance looks twice a second whether it has ended, and beats then. */
const defaultAwakeMs = 8000
const lookEveryMs = 100

interface Pulse {
  process: string
  kind: 'web' | 'worker' | 'beat'
  version: string
}

export const processChecks: Definition[] = [
  {
    name: 'beat',
    needs: ['database-migrations'],
    whileWorking: true,
    check: async (context) =>
      judgeAlive(
        await freshPulses(context, 'beat'),
        'Start it (`npm run beat`): nothing is scheduled.',
      ),
  },
  {
    name: 'workers',
    needs: ['database-migrations'],
    whileWorking: true,
    check: async (context) =>
      judgeAlive(
        await freshPulses(context, 'worker'),
        'Start one (`npm run worker`): nothing is imported.',
      ),
  },
  { name: 'versions', needs: ['database-migrations'], check: checkVersions },
  { name: 'staging-copy', needs: ['database-migrations'], check: checkCopy },
]

/**
 * Processes that beat. In maintenance those that have paused do not; in a drain they go on. Where all of a kind
 * rest though maintenance has ended, they are given the time to see that.
 */
async function freshPulses(
  { pool, awakeWithinMs = defaultAwakeMs }: Pick<ChecksContext, 'pool' | 'awakeWithinMs'>,
  kind?: Pulse['kind'],
): Promise<Pulse[]> {
  const until = performance.now() + awakeWithinMs
  for (;;) {
    const pulses = (await selectPulses(pool)).filter((one) => !kind || one.kind === kind)
    const fresh = pulses.filter(({ isFresh }) => isFresh === 1)
    const mayWake = pulses.length > 0 && fresh.length === 0 && performance.now() < until
    if (!mayWake) return fresh
    await sleep(lookEveryMs)
  }
}

/** Those that are silent and have not paused are dead. */
async function selectPulses(pool: Pool): Promise<(Pulse & { isFresh: number })[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT process, kind, version, isFresh FROM (
       SELECT process, kind, version, paused_at,
              beat_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND
              OR (paused_at IS NOT NULL
                  AND EXISTS (SELECT 1 FROM site_state WHERE name IN ('maintenance', 'copy'))) AS isFresh
         FROM heartbeats) AS pulses
      WHERE isFresh OR paused_at IS NOT NULL ORDER BY process`,
    [freshSeconds],
  )
  return rows as (Pulse & { isFresh: number })[]
}

function judgeAlive(pulses: Pulse[], advice: string): Finding {
  return pulses.length > 0
    ? passed(`${counted(pulses.length, 'process', 'processes')} alive`)
    : failed(`no heartbeat within ${freshSeconds} s`, advice)
}

async function checkVersions(context: ChecksContext): Promise<Finding> {
  const { version } = context
  const pulses = await freshPulses(context)
  const others = pulses.filter((pulse) => pulse.version !== version)
  if (others.length === 0)
    return passed(`${counted(pulses.length, 'process', 'processes')} of ${version}`)
  const list = others.map((pulse) => `${pulse.kind} ${pulse.process} is ${pulse.version}`)
  return failed(
    `this is ${version}, but ${list.join(', ')}`,
    'Restart web, workers and beat, so that all of them run the same version.',
  )
}

async function checkCopy({ pool }: ChecksContext): Promise<Finding> {
  const { copy } = await readSiteState(pool)
  if (!copy) return passed('none is half made')
  return failed(
    'one is half made: real people are in it, and the site answers nobody',
    'Run `cloop staging refresh` again, or `cloop restore --replace` where this is the real site.',
  )
}
