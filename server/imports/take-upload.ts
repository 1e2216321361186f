import { rename } from 'node:fs/promises'
import type { Pool, PoolConnection } from 'mysql2/promise'
import { dropUnclaimed, insertImport, markClaimed } from '#drizzle/claims.ts'
import { dbOfConnection } from '#drizzle/db.ts'
import { withNamedLock } from '#drizzle/named-lock.ts'
import { putStrayAside, syncDirectory, zipPath } from '#lib/files.ts'
import type { Logger } from '#lib/log.ts'
import type { ImportState } from '#shared/import.ts'
import { findSameExport } from '../repositories/imports.ts'
import { discardUpload, type StoredUpload } from './store-upload.ts'

export interface Upload {
  courseId: number
  fileName: string
  /** Who or what brought it, for people to read. */
  broughtBy: string
  file: StoredUpload
  /** An import of the same bytes in one of these states is as good as a new one. */
  sameIn: ImportState[]
}

interface Place {
  pool: Pool
  log: Logger
  processing: string
}

/**
 * Makes an upload an import that waits for a worker, as a dropped file becomes one: first the row, then the
 * file, then the row says so. Where the same bytes are an import already, that one's id is returned, also
 * when they come twice at once. Either way nothing is left of the upload's own file.
 */
export async function takeUpload(
  place: Place,
  upload: Upload,
): Promise<{ id: number; isNew: boolean }> {
  const { courseId, sameIn: states, file } = upload
  const lock = { name: `upload-${courseId}`, waitSeconds: 60 }
  try {
    return await withNamedLock(place.pool, lock, async (connection) => {
      const question = { courseId, sha256: file.sha256, states }
      const same = await findSameExport(dbOfConnection(connection), question)
      if (same !== undefined) return { id: same, isNew: false }
      return { id: await claim(connection, place, upload), isNew: true }
    })
  } finally {
    await discardUpload(file)
  }
}

async function claim(
  connection: PoolConnection,
  { processing, log }: Pick<Place, 'processing' | 'log'>,
  upload: Upload,
) {
  const { courseId, fileName, broughtBy, file } = upload
  const id = await insertImport(connection, {
    courseId,
    fileName,
    sourcePath: null,
    sizeBytes: file.sizeBytes,
    broughtBy,
  })
  const target = zipPath({ processing }, id)
  try {
    const stray = await putStrayAside(target)
    if (stray) log.error({ importId: id, path: stray }, 'a zip without a row is put aside')
    await rename(file.path, target)
  } catch (error) {
    await dropUnclaimed(connection, id)
    throw error
  }
  await syncDirectory(processing)
  await markClaimed(connection, id, file)
  return id
}
