import type { MessageSight } from './amqp-wire.ts'
import type { SqlSight } from './mysql-wire.ts'

export type Sight = SqlSight | MessageSight

/** What a worker may be in the middle of, from a dropped file to the message that is acknowledged. */
export const stages = [
  'claiming a file',
  'claimed, not published',
  'before the lease',
  'reading',
  'in the transaction',
  'committing',
  'before the acknowledgement',
] as const
export type Stage = (typeof stages)[number]

/** Where a worker stands, as far as its words to database and broker tell: it may scan and import at once. */
export interface Standing {
  claim: Stage | null
  run: Stage | null
  /** Connections and the channel on which it goes on. */
  leaseOn: number
  storeOn: number
  lockOn: number
  channel: number
}

export const atRest: Standing = {
  ...{ claim: null, run: null, leaseOn: 0, storeOn: 0, lockOn: 0, channel: 0 },
}

export const stagesOf = ({ claim, run }: Standing): Stage[] =>
  [claim, run].filter((stage) => stage !== null)

export const locksCourse = /GET_LOCK\(.*'cloop-course-'/

/** Where the worker stands once this has passed. */
export function step(standing: Standing, sight: Sight): Standing {
  return sight.wire === 'sql' ? stepSql(standing, sight) : stepMessage(standing, sight)
}

function stepMessage(now: Standing, { what, queue, channel }: MessageSight): Standing {
  if (what === 'delivers' && queue.endsWith('.import')) {
    return { ...now, run: 'before the lease', channel }
  }
  if (what === 'settles' && channel === now.channel) {
    return { ...now, run: null, leaseOn: 0, storeOn: 0, lockOn: 0, channel: 0 }
  }
  return now
}

function stepSql(now: Standing, { what, sql, connection }: SqlSight): Standing {
  const asks = what === 'asks'
  const answers = what === 'answers'
  if (asks && sql.startsWith('INSERT INTO imports')) return { ...now, claim: 'claiming a file' }
  if (answers && sql.startsWith('UPDATE imports SET claimed_at')) {
    return { ...now, claim: 'claimed, not published' }
  }
  if (answers && sql.startsWith('UPDATE imports SET published_at')) return { ...now, claim: null }
  if (asks && /^SELECT RELEASE_LOCK\(.*'scan'/.test(sql)) return { ...now, claim: null }

  if (asks && sql.includes("SET state = 'running'")) return { ...now, leaseOn: connection }
  if (answers && sql === 'COMMIT' && connection === now.leaseOn) {
    return { ...now, run: 'reading', leaseOn: 0 }
  }
  if (asks && locksCourse.test(sql)) {
    return { ...now, run: 'reading', lockOn: connection }
  }
  if (asks && sql.startsWith('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')) {
    return { ...now, run: 'in the transaction', storeOn: connection }
  }
  if (connection !== now.storeOn) return now
  if (asks && sql === 'COMMIT') return { ...now, run: 'committing' }
  if (answers && sql === 'COMMIT') {
    return { ...now, run: 'before the acknowledgement', storeOn: 0 }
  }
  if (answers && sql === 'ROLLBACK') return { ...now, run: 'reading', storeOn: 0 }
  return now
}
