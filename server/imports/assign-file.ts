import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { PoolConnection } from 'mysql2/promise'
import { dropUnclaimed, insertImport, markClaimed } from '#drizzle/claims.ts'
import { dbOfConnection } from '#drizzle/db.ts'
import { withNamedLock } from '#drizzle/named-lock.ts'
import {
  closeToOthers,
  fingerprintFile,
  isTaken,
  putStrayAside,
  takeFile,
  zipPath,
} from '#lib/files.ts'
import { notFound } from '../api-error.ts'
import type { Deps } from '../deps.ts'
import { unclaimedImportsOf } from '../repositories/imports.ts'
import { findUnrecognised, type Unrecognised } from './unrecognised.ts'

type Needs = Pick<Deps, 'pool' | 'log' | 'settings'>

interface Assignment {
  name: string
  directory?: string | undefined
  courseId: number
  /** Name of the person who says so. */
  by: string
}

/**
 * Makes a file that belonged to no course an import of one, as a dropped file becomes one: first the row, then
 * the file by one rename, then the row says so. Returns the import's id. What a crash cuts short the workers
 * mend, or the next assignment of the file.
 */
export async function assignFile(needs: Needs, assignment: Assignment): Promise<number> {
  const { pool, settings } = needs
  const find = () => findUnrecognised(settings.directories.imports, assignment)
  const { path } = await find()
  // Under the lock, what an earlier assignment of this file has left can be told from one under way.
  const lock = { name: `assign-${shortHash(path)}`, waitSeconds: 60 }
  const { id, file } = await withNamedLock(pool, lock, async (connection) => {
    const found = await find()
    await dropLeftovers(needs, connection, found)
    return { id: await take(needs, connection, { ...assignment, file: found }), file: found }
  })
  const target = zipPath(settings.directories, id)
  const fingerprint = await fingerprintFile(target)
  await closeToOthers(target)
  await markClaimed(pool, id, fingerprint)
  await rm(file.notePath, { force: true })
  return id
}

/** Names of locks are short. */
const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Rows of earlier assignments whose file still lies here. What has left its place is for the workers to mend. */
async function dropLeftovers({ settings }: Needs, connection: PoolConnection, file: Unrecognised) {
  for (const id of await unclaimedImportsOf(dbOfConnection(connection), file.path)) {
    const target = zipPath(settings.directories, id)
    if (!(await isTaken(file.path, target))) await dropUnclaimed(connection, id)
  }
}

async function take(
  { settings, log }: Needs,
  connection: PoolConnection,
  { file, courseId, by }: Assignment & { file: Unrecognised },
): Promise<number> {
  const id = await insertImport(connection, {
    courseId,
    fileName: file.name,
    sourcePath: file.path,
    sizeBytes: file.sizeBytes,
    broughtBy: `directory ${file.directory}, assigned by ${by}`.slice(0, 255),
  })
  const target = zipPath(settings.directories, id)
  const stray = await putStrayAside(target)
  if (stray) log.error({ importId: id, path: stray }, 'a zip without a row is put aside')
  if (!(await takeFile(file.path, target))) {
    await dropUnclaimed(connection, id)
    throw notFound()
  }
  return id
}
