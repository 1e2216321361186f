import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { loadSettings } from '#lib/lifecycle.ts'
import { isLeftover, parseBackupName, tooMany, unfinishedEnd } from '../backup/thin-out.ts'
import { writeBackup, type Backup } from '../backup/write-backup.ts'
import { defineCommand, UsageError } from '../command.ts'
import { interruptible } from '../interruptible.ts'
import { progressOf } from '../progress.ts'
import { withDatabase } from '../with-database.ts'

export const backup = defineCommand({
  summary: 'Writes the whole database into a file, while everything goes on.',
  takes: [],
  takesMore: 'directory',
  options: { 'keep-all': { type: 'boolean', says: 'delete no older backups of this database' } },
  details:
    'Without a directory, into BACKUP_DIR. Afterwards older backups are thinned out: all of two days stay, then\nthe last of each of 14 days, 8 weeks and 12 months. Export files are not in it: they lie in DATA_ARCHIVE_DIR.',
  async run({ more, options }) {
    const settings = loadSettings()
    const directory = more[0] ?? settings.backupDirectory
    if (!directory) throw new UsageError('no directory is given, and BACKUP_DIR is not set')
    if (more.length > 1) throw new UsageError(`${more[1]} is one argument too many`)
    const now = new Date()
    const { database } = settings.database
    // First: it may be these that the disk is full of.
    for (const gone of await removeLeftovers(directory, database, now)) {
      console.log(`deleted ${gone}, which a broken off backup had left`)
    }
    await withDatabase(settings, async (pool) => {
      const bar = progressOf('backup', await expectedBytes(pool))
      const made = await interruptible((signal) =>
        writeBackup(settings.database, { directory, now, onProgress: bar.advance, signal }),
      ).finally(bar.end)
      await noteBackup(pool, made, now)
      console.log(`wrote ${made.path} (${made.sizeBytes} bytes, SHA-256 ${made.sha256})`)
    })
    if (options['keep-all']) return
    for (const gone of await thinOut(directory, database, now)) {
      console.log(`deleted ${gone}`)
    }
  },
})

/** A database from before there was this table needs a backup as well, and its migration asks for one. */
const table = `CREATE TABLE IF NOT EXISTS backups (
  id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  file_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  size_bytes BIGINT UNSIGNED NOT NULL,
  sha256 VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  made_at DATETIME(6) NOT NULL)`

async function noteBackup(pool: Pool, { path, sizeBytes, sha256 }: Backup, madeAt: Date) {
  await pool.query(table)
  await pool.query(
    'INSERT INTO backups (file_name, size_bytes, sha256, made_at) VALUES (?, ?, ?, ?)',
    [path.slice(-255), sizeBytes, sha256, madeAt],
  )
}

/** As the server estimates it; a dump is about as large. */
async function expectedBytes(pool: Pool): Promise<number> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT SUM(data_length) AS bytes FROM information_schema.tables WHERE table_schema = DATABASE()',
  )
  return Number(rows[0]?.bytes ?? 0)
}

/** What backups leave that were killed, or fell with their machine. */
async function removeLeftovers(directory: string, database: string, now: Date): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const gone: string[] = []
  for (const fileName of names.filter((name) => name.endsWith(unfinishedEnd))) {
    const path = join(directory, fileName)
    // One that is just done has its name by now.
    const found = await stat(path).catch(() => undefined)
    if (!found || !isLeftover(database, { fileName, changedAt: found.mtime }, now)) continue
    await rm(path)
    await rm(`${path.slice(0, -unfinishedEnd.length)}.sha256`, { force: true })
    gone.push(path)
  }
  return gone
}

async function thinOut(directory: string, database: string, now: Date): Promise<string[]> {
  const backups = (await readdir(directory)).flatMap((fileName) => {
    const madeAt = parseBackupName(database, fileName)
    return madeAt ? [{ fileName, madeAt }] : []
  })
  const gone = tooMany(backups, now).map(({ fileName }) => join(directory, fileName))
  for (const path of gone) {
    await rm(path)
    await rm(`${path}.sha256`, { force: true })
  }
  return gone
}
