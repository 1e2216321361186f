import type { Pool } from 'mysql2/promise'
import type { Broker } from '#lib/broker.ts'
import type { Config } from '#lib/config.ts'
import type { Logger } from '#lib/log.ts'
import type { WorkerMetrics } from './metrics.ts'

/** What the jobs of a worker need. */
export interface WorkerContext {
  pool: Pool
  broker: Pick<Broker, 'publish' | 'waiting'>
  log: Logger
  metrics: WorkerMetrics
  directories: Config['directories']
  imports: Config['imports']
  sessionGapMinutes: number
  /** Days for which courses without a rule of their own are kept after their end; null: for ever. */
  courseKeepDays: number | null
  mail: {
    /** Where no mail server is set, no mail is written. */
    isOn: boolean
    importAdmins: readonly string[]
    /** The site's address, for links; without a slash at its end. */
    baseUrl: string
    /** Of the site. */
    timeZone: string
  }
  /** This process, as leases and heartbeats name it; no two processes ever share a name. */
  worker: string
  /** Aborted when the process is about to end. */
  stopping: AbortSignal
}
