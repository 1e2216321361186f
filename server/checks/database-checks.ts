import type { Pool, RowDataPacket } from 'mysql2/promise'
import { pendingMigrations } from '#drizzle/migrate.ts'
import { failed, passed, type ChecksContext, type Definition, type Finding } from './finding.ts'
import { checkTextColumns } from './text-columns.ts'

const clockOffMs = 2000

export const databaseChecks: Definition[] = [
  {
    name: 'database',
    check: checkReachable,
    advice:
      'Start the database, and see that DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD lead to it.',
  },
  {
    name: 'database-version',
    needs: ['database'],
    check: async ({ pool }) => judgeVersion(await valueOf(pool, 'VERSION()')),
  },
  { name: 'database-migrations', needs: ['database'], check: checkMigrations },
  {
    name: 'database-utf8',
    needs: ['database-migrations'],
    check: ({ pool }) => checkTextColumns(pool),
  },
  { name: 'database-local-infile', needs: ['database'], check: checkLocalInfile },
  { name: 'database-clock', needs: ['database'], check: checkClock },
]

async function valueOf(pool: Pool, expression: string): Promise<string> {
  const [rows] = await pool.query<RowDataPacket[]>(`SELECT ${expression} AS value`)
  return String(rows[0]?.value)
}

async function checkReachable({ pool, config }: ChecksContext): Promise<Finding> {
  const { host, port, database } = config.database
  await valueOf(pool, '1')
  return passed(`${database} at ${host}:${port} answers`)
}

/** MySQL from 8.0, MariaDB from 10.11; others that speak MySQL's protocol name a version of MySQL. */
export function judgeVersion(version: string): Finding {
  const [, major = '0', minor = '0'] = /^(?:5\.5\.5-)?(\d+)\.(\d+)/.exec(version) ?? []
  const isMariadb = /mariadb/i.test(version)
  const isNewEnough = isMariadb
    ? Number(major) > 10 || (Number(major) === 10 && Number(minor) >= 11)
    : Number(major) >= 8
  return isNewEnough
    ? passed(version)
    : failed(`the server is ${version}`, 'Move to MySQL 8 or later, or to MariaDB 10.11 or later.')
}

async function checkMigrations({ pool }: ChecksContext): Promise<Finding> {
  const { pending, unknown } = await pendingMigrations(pool)
  if (pending.length > 0) {
    return failed(`not applied: ${pending.join(', ')}`, 'Run `cloop migrate` after a backup.')
  }
  if (unknown.length > 0) {
    return failed(
      `the database is newer than this program: it has ${unknown.join(', ')}`,
      'Start the version of cloop that made these changes.',
    )
  }
  return passed('all applied')
}

async function checkLocalInfile({ pool }: ChecksContext): Promise<Finding> {
  const isAllowed = (await valueOf(pool, '@@GLOBAL.local_infile')) === '1'
  return passed(
    isAllowed
      ? 'allowed'
      : 'not allowed: imports insert row by row and take some times longer; set local_infile=1 at the server',
  )
}

/** The database's clock is asked once, and compared with the middle of the asking. */
async function checkClock({ pool, now }: ChecksContext): Promise<Finding> {
  const before = now().getTime()
  const [rows] = await pool.query<RowDataPacket[]>('SELECT UTC_TIMESTAMP(6) AS now')
  const after = now().getTime()
  const offMs = Math.round((rows[0]?.now as Date).getTime() - (before + after) / 2)
  const offBy = Math.max(0, Math.abs(offMs) - (after - before) / 2)
  const text = `${Math.abs(offMs)} ms ${offMs < 0 ? 'ahead of' : 'behind'} the database's`
  return offBy <= clockOffMs
    ? passed(text)
    : failed(text, 'Let both machines take their time from the same servers (NTP).')
}
