import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'mysql2/promise'
import { migrate, pendingMigrations } from '#drizzle/migrate.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { backupAgeHours, backupFreshHours } from '#server/checks/backup-age.ts'
import { workingProcess } from '../backup/working-process.ts'
import { CommandError, defineCommand, UsageError } from '../command.ts'
import { isUnreachable } from '../explain.ts'
import { withDatabase } from '../with-database.ts'

const defaultWaitSeconds = 60
const firstMigration = '0000_initial'
const migrationOfHeartbeats = '0005_operations'

export const migrateDatabase = defineCommand({
  summary: 'Brings the database to the tables of this version. A second run changes nothing.',
  takes: [],
  options: {
    wait: {
      type: 'string',
      value: 'SECONDS',
      says: `for a database that is still starting (${defaultWaitSeconds})`,
    },
  },
  async run({ options }) {
    const waitSeconds = Number(options.wait ?? defaultWaitSeconds)
    if (!(waitSeconds >= 0 && waitSeconds <= 3600)) {
      throw new UsageError(`--wait is ${options.wait}: it must be a number of seconds up to 3600`)
    }
    const settings = loadSettings()
    const { host, port, database } = settings.database
    const place = `${database} at ${host}:${port}`
    await withDatabase(settings, async (pool) => {
      await waitForDatabase(pool, place, waitSeconds)
      if (settings.environment === 'production') await refuseWhatIsUnsafe(pool)
      const applied = await migrate(pool)
      for (const name of applied) console.log(`applied ${name}`)
      console.log(applied.length > 0 ? `${place} is up to date` : `${place} was up to date already`)
    })
  },
})

/** What a migration changes in production can be brought back, and nobody works with it meanwhile. */
async function refuseWhatIsUnsafe(pool: Pool): Promise<void> {
  const { pending } = await pendingMigrations(pool)
  // An empty database has nothing to lose.
  if (pending.length === 0 || pending.includes(firstMigration)) return
  await refuseWithoutBackup(pool)
  // A process of the old version would write what the new tables no longer hold, or fail on them.
  const working = !pending.includes(migrationOfHeartbeats) && (await workingProcess(pool))
  if (working) {
    throw new CommandError(`${working} is at work: stop it, or run \`cloop maintenance on\` first`)
  }
}

async function refuseWithoutBackup(pool: Pool): Promise<void> {
  const hours = await backupAgeHours(pool)
  if (hours !== undefined && hours <= backupFreshHours) return
  const found = hours === undefined ? 'there is none' : `the last one is ${Math.round(hours)} h old`
  throw new CommandError(
    `a migration in production needs a fresh backup first, and ${found}: run \`cloop backup <directory>\``,
  )
}

/** Tries once a second until the server answers; one that refuses is not waited for. */
async function waitForDatabase(pool: Pool, place: string, waitSeconds: number): Promise<void> {
  const deadline = performance.now() + 1000 * waitSeconds
  let told = false
  for (;;) {
    try {
      await pool.query('SELECT 1')
      return
    } catch (error) {
      if (!isUnreachable(error)) throw error
      if (performance.now() >= deadline) {
        throw new CommandError(`${place} does not answer: waited ${waitSeconds} s`, {
          cause: error,
        })
      }
    }
    if (!told) console.log(`waiting for ${place}`)
    told = true
    await pause(1000)
  }
}
