import type { Pool, RowDataPacket } from 'mysql2/promise'
import { pendingMigrations } from '#drizzle/migrate.ts'
import { endSiteState } from '#drizzle/site-state.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { loadBackup, verifyBackup } from '../backup/read-backup.ts'
import { prepareTarget } from '../backup/target-database.ts'
import { CommandError, defineCommand } from '../command.ts'
import { interruptible } from '../interruptible.ts'
import { progressOf } from '../progress.ts'
import { withDatabase } from '../with-database.ts'

export const restore = defineCommand({
  summary: 'Writes a backup back into a database, which is made where it is not there.',
  takes: ['file'],
  options: {
    into: { type: 'string', value: 'DATABASE', says: 'another one than DB_NAME, to look at it' },
    replace: {
      type: 'boolean',
      says: 'delete what the database holds; nobody may be working with it',
    },
  },
  details:
    'The file is compared with its checksum first. After a crash: `cloop maintenance on`, restore --replace,\n`cloop migrate`, `cloop maintenance off`. Exports that came after the backup are imported again from\nDATA_ARCHIVE_DIR with `cloop import --file`.',
  async run({ arguments: { file }, options }) {
    const settings = loadSettings()
    const database = { ...settings.database, database: options.into ?? settings.database.database }
    await interruptible(async (signal) => {
      const sizeBytes = await verifyBackup(file, signal)
      await prepareTarget(database, { replace: options.replace ?? false })
      const bar = progressOf('restore', sizeBytes)
      const loading = loadBackup(database, { path: file, onProgress: bar.advance, signal })
      await loading.finally(bar.end).catch((error: unknown) => {
        console.error(`${database.database} holds a part of it: restore again with --replace`)
        throw error
      })
    })
    const found = await withDatabase({ database }, look)
    console.log(`restored ${file} into ${database.database}: ${found}`)
  },
})

async function look(pool: Pool): Promise<string> {
  // It was half a staging copy, and is the real site's data now.
  await endSiteState(pool, 'copy')
  const [[tables], [imports]] = await Promise.all([
    pool.query<RowDataPacket[]>('SHOW TABLES'),
    pool.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS count, MAX(finished_at) AS newest FROM imports',
    ),
  ])
  const { pending } = await pendingMigrations(pool)
  const { count, newest } = imports[0] as { count: number; newest: Date | null }
  if (tables.length === 0) throw new CommandError('the backup held no tables')
  return [
    `${tables.length} tables`,
    `${count} imports${newest ? `, the last ended ${newest.toISOString()}` : ''}`,
    ...(pending.length > 0
      ? [`run \`cloop migrate\`: ${pending.length} migrations are newer`]
      : []),
  ].join('; ')
}
