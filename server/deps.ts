import type { Pool } from 'mysql2/promise'
import type { Db } from '#drizzle/db.ts'
import type { Broker } from '#lib/broker.ts'
import type { Logger } from '#lib/log.ts'
import type { Check } from '#shared/checks.ts'
import type { User } from '#shared/session.ts'
import type { Sessions } from './auth/sessions.ts'
import type { Gate } from './maintenance.ts'
import type { Metrics } from './metrics.ts'
import type { SiteBindings } from './http-server.ts'
import type { AccessibleCourse } from './queries/accessible-course.ts'
import type { ExportingServer } from './repositories/lms-servers.ts'
import type { SiteSettings } from './site-settings.ts'
import type { StaticFiles } from './static-files.ts'

/** Everything that the site is handed; `main.ts` makes it, tests make their own. */
export interface Deps {
  pool: Pool
  db: Db
  log: Logger
  settings: SiteSettings
  /** Version of the program; a new one makes answers that browsers keep stale. */
  version: string
  sessions: Sessions
  metrics: Metrics
  /** Stands before the site in maintenance. */
  gate: Gate
  files: StaticFiles
  /** Rejects where the broker cannot be reached. */
  checkBroker: () => Promise<void>
  publish: Broker['publish']
  /** The deployment checks. */
  runChecks: () => Promise<Check[]>
  /** Aborted when the process is about to end: what would last longer is broken off. */
  stopping: AbortSignal
  now: () => Date
}

/** What surrounds one request; the app adds what it finds out, for the log line. */
export interface Frame {
  readonly requestId: string
  readonly log: Logger
  /** The client's address, never one that the client could have made up. */
  readonly address: string
  /** Pattern of the route that answers. */
  route: string
  /** Who really sits there, also while looking at cloop as somebody else. */
  userId?: number
}

/** What requests carry: bindings come from outside of the app, variables from its middlewares. */
export interface SiteEnv {
  Bindings: Partial<SiteBindings> & { frame: Frame }
  Variables: {
    /** Set for everybody behind the guard who came with a session. */
    user: User
    sessionId: string
    /** The administrator who looks at cloop as `user`: nothing may be changed then. */
    hijacker: User | null
    /** Set on the exporters' paths, where there is no user. */
    exportingServer: ExportingServer
    /** Set on everything below `/api/courses/:courseId`. */
    course: AccessibleCourse
    /** Set by `answersFigures`: all reads of the request see one instant. */
    figures: Db
  }
}
