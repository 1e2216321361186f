import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Pool } from 'mysql2/promise'
import type { Config } from '#lib/config.ts'
import { fingerprintFile, lstatIfThere, syncDirectory } from '#lib/files.ts'
import { dropUnclaimed, insertImport, markClaimed } from '#worker/claims.ts'
import { zipPath } from '#worker/import-files.ts'
import { CommandError } from './command.ts'

interface Importing {
  pool: Pool
  directories: Config['directories']
  courseId: number
  path: string
}

/**
 * Copies a file into the processing directory as an import of the course that waits for a worker, and
 * returns its id. The copy is whole before the import's row is there; what a crash leaves after that, the
 * workers mend as for an upload.
 */
export async function importFile({
  pool,
  directories,
  courseId,
  path,
}: Importing): Promise<number> {
  await mkdir(directories.processing, { recursive: true })
  const copy = join(directories.processing, `.cloop-${randomBytes(8).toString('hex')}.part`)
  try {
    await copyFile(path, copy, constants.COPYFILE_EXCL)
    const file = await fingerprintFile(copy)
    const id = await insertImport(pool, {
      courseId,
      fileName: basename(path),
      sourcePath: null,
      sizeBytes: file.sizeBytes,
      broughtBy: 'command line',
    })
    await takeCopy(pool, id, { copy, target: zipPath(directories, id) })
    await syncDirectory(directories.processing)
    await markClaimed(pool, id, file)
    return id
  } finally {
    await rm(copy, { force: true })
  }
}

async function takeCopy(
  pool: Pool,
  id: number,
  { copy, target }: { copy: string; target: string },
) {
  // Ids begin anew when a database is restored: a zip of a former life may bear this one's name.
  if (await lstatIfThere(target)) {
    await dropUnclaimed(pool, id)
    throw new CommandError(
      `${target} is there already, and belongs to no import: move it away first`,
    )
  }
  await rename(copy, target)
}
