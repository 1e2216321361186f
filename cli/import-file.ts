import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Pool } from 'mysql2/promise'
import type { Config } from '#lib/config.ts'
import { fingerprintFile } from '#lib/files.ts'
import { createLog } from '#lib/log.ts'
import { takeUpload } from '#server/imports/take-upload.ts'

interface Importing {
  pool: Pool
  directories: Config['directories']
  courseId: number
  path: string
}

/**
 * Copies a file into the processing directory and makes the copy an import of the course, as an upload becomes
 * one; also where the same bytes are an import already. Returns its id.
 */
export async function importFile({
  pool,
  directories: { processing },
  courseId,
  path,
}: Importing): Promise<number> {
  await mkdir(processing, { recursive: true })
  const copy = join(processing, `.cloop-${randomBytes(8).toString('hex')}.part`)
  try {
    await copyFile(path, copy, constants.COPYFILE_EXCL)
    const file = { path: copy, ...(await fingerprintFile(copy)) }
    const { id } = await takeUpload(
      { pool, log: createLog('cli', 'error'), processing },
      { courseId, fileName: basename(path), broughtBy: 'command line', file, sameIn: [] },
    )
    return id
  } finally {
    await rm(copy, { force: true })
  }
}
