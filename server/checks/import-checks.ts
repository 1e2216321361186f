import type { Pool, RowDataPacket } from 'mysql2/promise'
import { backupAgeHours, backupFreshHours } from './backup-age.ts'
import {
  counted,
  failed,
  notTested,
  passed,
  type ChecksContext,
  type Definition,
  type Finding,
} from './finding.ts'

const stuckAfterMinutes = 60
const namedAtMost = 10

export const importChecks: Definition[] = [
  { name: 'imports-stuck', needs: ['database-migrations'], check: checkStuck },
  { name: 'session-gap', needs: ['database-migrations'], check: checkSessionGap },
  { name: 'backup', needs: ['database-migrations'], check: checkBackup },
  { name: 'exporters', needs: ['database-migrations'], check: checkExporters },
]

/**
 * One that nobody runs although its lease has run out, or that waits for its turn while no import at all has
 * begun for an hour. With others under way it is a long queue, and not stuck.
 */
async function checkStuck({ pool, config }: ChecksContext): Promise<Finding> {
  if (!config.imports.enabled) return notTested('DO_IMPORTING is off')
  const ids = await idsOf(
    pool,
    `SELECT id FROM imports
      WHERE (state = 'running' AND lease_until < UTC_TIMESTAMP(6) - INTERVAL 5 MINUTE)
         OR (state = 'queued' AND GREATEST(created_at, COALESCE(lease_until, created_at))
                                  < UTC_TIMESTAMP(6) - INTERVAL ? MINUTE
             AND NOT EXISTS (SELECT 1 FROM imports other WHERE other.state = 'running'
                              OR other.started_at > UTC_TIMESTAMP(6) - INTERVAL ? MINUTE))
      ORDER BY id`,
    [stuckAfterMinutes, stuckAfterMinutes],
  )
  if (ids.length === 0) return passed('none')
  return failed(
    `${counted(ids.length, 'import')}: ${ids.slice(0, namedAtMost).join(', ')}`,
    'See that beat and a worker run; `cloop import` and the page of imports show what they wait for.',
  )
}

/** Figures of one installation are only like another's where sessions end alike. */
async function checkSessionGap({ pool, config }: ChecksContext): Promise<Finding> {
  const gap = config.sessionGapMinutes
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT code, figures_gap_minutes AS gap FROM course_offerings
      WHERE figures_gap_minutes <> ? ORDER BY code, id`,
    [gap],
  )
  if (rows.length === 0) return passed(`every course is counted with ${gap} minutes`)
  const named = rows.slice(0, namedAtMost).map((row) => `${row.code} (${row.gap})`)
  return failed(
    `SESSION_GAP_MINUTES is ${gap}, but the figures of ${counted(rows.length, 'course')} were counted with another: ${named.join(', ')}`,
    'Run `cloop recount`; where the setting is wrong here, correct it first.',
  )
}

async function idsOf(pool: Pool, sql: string, values: unknown[]): Promise<number[]> {
  const [rows] = await pool.query<RowDataPacket[]>(sql, values)
  return rows.map((row) => row.id as number)
}

async function checkBackup({ pool, config }: ChecksContext): Promise<Finding> {
  const hours = await backupAgeHours(pool)
  if (hours !== undefined && hours <= backupFreshHours) return passed(`${Math.round(hours)} h old`)
  const text =
    hours === undefined ? 'none was ever made' : `the last one is ${Math.round(hours)} h old`
  if (config.environment !== 'production') return notTested(`${text}; CLOOP_ENV is not production`)
  return failed(text, 'Run `cloop backup <directory>`, and have it run every night.')
}

/** Courses of an LMS server that are under way and of which no export came for EXPORT_LATE_HOURS. */
async function checkExporters({ pool, config }: ChecksContext): Promise<Finding> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT c.code, s.name AS server
       FROM course_offerings c JOIN lms_servers s ON s.id = c.lms_server_id
      WHERE UTC_TIMESTAMP() BETWEEN c.start_date + INTERVAL ? HOUR
                                AND c.start_date + INTERVAL c.weeks WEEK
        AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.course_id = c.id
                         AND i.created_at > UTC_TIMESTAMP(6) - INTERVAL ? HOUR)
      ORDER BY s.name, c.code`,
    [config.exportLateHours, config.exportLateHours],
  )
  if (rows.length === 0)
    return passed(`no running course waits for longer than ${config.exportLateHours} h`)
  const named = rows.slice(0, namedAtMost).map((row) => `${row.code} (${row.server})`)
  return failed(
    `no export for ${config.exportLateHours} h of ${counted(rows.length, 'running course')}: ${named.join(', ')}`,
    'See whether the exporter of that LMS server still runs and reaches cloop.',
  )
}
