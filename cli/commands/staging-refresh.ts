import type { Pool } from 'mysql2/promise'
import { migrate } from '#drizzle/migrate.ts'
import type { DatabaseSettings } from '#drizzle/pool.ts'
import { endSiteState } from '#drizzle/site-state.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { loadBackup, verifyBackup } from '../backup/read-backup.ts'
import { emptyDatabase, prepareTarget } from '../backup/target-database.ts'
import { CommandError, defineCommand, UsageError } from '../command.ts'
import { explain } from '../explain.ts'
import { interruptible, unlessAborted } from '../interruptible.ts'
import { progressOf } from '../progress.ts'
import { makeUpPeople } from '../staging/make-up-people.ts'
import { readRealNames } from '../staging/real-names.ts'
import { clearNames, tellsOfSomebody, textColumns } from '../staging/text-columns.ts'
import { withDatabase } from '../with-database.ts'

export const stagingRefresh = defineCommand({
  summary: 'Makes the staging database a copy of a backup, with made-up people.',
  takes: [],
  options: { from: { type: 'string', value: 'BACKUP', says: 'a file of `cloop backup`' } },
  details:
    'Only where CLOOP_ENV is staging: what DB_NAME holds is replaced. Names, addresses and logins are made up,\nnames in titles become …, passwords, tokens, mails and the audit log go. Fails, and empties the copy, if one\nreal name is left in any column, and when it is interrupted. Until it has come to its end the site is closed\nto everybody. Make yourself an account afterwards: `cloop user create --admin`.',
  async run({ options: { from } }) {
    if (!from) throw new UsageError('--from is missing')
    const { database, environment } = loadSettings()
    if (environment !== 'staging') {
      throw new CommandError(
        `CLOOP_ENV is ${environment}: only a staging database may be replaced (set CLOOP_ENV=staging there)`,
      )
    }
    await interruptible(async (signal) => {
      const sizeBytes = await verifyBackup(from, signal)
      await prepareTarget(database, { replace: true, asCopy: true })
      const people = await copyHarmless({ database, from, sizeBytes, signal }).catch(
        async (error: unknown) => {
          // Half a staging copy is somebody's real data.
          await withDatabase({ database }, emptyDatabase).catch((cause: unknown) => {
            console.error(`${database.database} could not be emptied: ${explain(cause)}`)
          })
          throw error
        },
      )
      console.log(`${database.database} is a copy of ${from}; ${people} people are made up`)
    })
  },
})

interface Copying {
  database: DatabaseSettings
  from: string
  sizeBytes: number
  signal: AbortSignal
}

/** Nobody is let in before it has come to its end, not even where it was killed: `prepareTarget` saw to that. */
async function copyHarmless({ database, from, sizeBytes, signal }: Copying): Promise<number> {
  const bar = progressOf('restore', sizeBytes)
  await loadBackup(database, { path: from, onProgress: bar.advance, signal }).finally(bar.end)
  return withDatabase({ database }, async (pool) => {
    const people = await unlessAborted(signal, () => makeHarmless(pool))
    await endSiteState(pool, 'copy')
    return people
  })
}

async function makeHarmless(pool: Pool): Promise<number> {
  await migrate(pool)
  const names = await readRealNames(pool)
  const people = await makeUpPeople(pool, names)
  const columns = await textColumns(pool)
  for (const column of columns) {
    if (!column.isKey && !column.isAscii) await clearNames(pool, column, names)
  }
  const telling: string[] = []
  for (const column of columns) {
    if (await tellsOfSomebody(pool, column, names)) telling.push(`${column.table}.${column.column}`)
  }
  if (telling.length > 0) {
    throw new CommandError(`real names are left in ${telling.join(', ')}: the copy was emptied`)
  }
  return people
}
