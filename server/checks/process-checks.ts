import type { Pool, RowDataPacket } from 'mysql2/promise'
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
    check: async ({ pool }) =>
      judgeAlive(
        await freshPulses(pool),
        'beat',
        'Start it (`npm run beat`): nothing is scheduled.',
      ),
  },
  {
    name: 'workers',
    needs: ['database-migrations'],
    whileWorking: true,
    check: async ({ pool }) =>
      judgeAlive(
        await freshPulses(pool),
        'worker',
        'Start one (`npm run worker`): nothing is imported.',
      ),
  },
  { name: 'versions', needs: ['database-migrations'], check: checkVersions },
]

/** Of processes that beat. In maintenance those that have paused do not; in a drain they go on. */
async function freshPulses(pool: Pool): Promise<Pulse[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT process, kind, version FROM heartbeats
      WHERE beat_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND
         OR paused_at IS NOT NULL AND EXISTS (SELECT 1 FROM site_state WHERE name = 'maintenance')
      ORDER BY process`,
    [freshSeconds],
  )
  return rows as Pulse[]
}

function judgeAlive(pulses: Pulse[], kind: Pulse['kind'], advice: string): Finding {
  const alive = pulses.filter((pulse) => pulse.kind === kind).length
  return alive > 0
    ? passed(`${counted(alive, 'process', 'processes')} alive`)
    : failed(`no heartbeat within ${freshSeconds} s`, advice)
}

async function checkVersions({ pool, version }: ChecksContext): Promise<Finding> {
  const pulses = await freshPulses(pool)
  const others = pulses.filter((pulse) => pulse.version !== version)
  if (others.length === 0)
    return passed(`${counted(pulses.length, 'process', 'processes')} of ${version}`)
  const list = others.map((pulse) => `${pulse.kind} ${pulse.process} is ${pulse.version}`)
  return failed(
    `this is ${version}, but ${list.join(', ')}`,
    'Restart web, workers and beat, so that all of them run the same version.',
  )
}
