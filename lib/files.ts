import { createHash, randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import {
  chmod,
  copyFile,
  lstat,
  open,
  readdir,
  rename,
  rm,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Something other than a regular file lies at a path where one is needed: a link, a pipe, a directory. */
class NotAFile extends Error {
  override name = 'NotAFile'
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

/** What lies at the path itself (links are not followed), or undefined if nothing does. */
export async function lstatIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Opens a regular file for reading: follows no link and never waits for the other end of a pipe. */
export async function openRegularFile(path: string): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  let handle: FileHandle
  try {
    handle = await open(path, flags)
  } catch (error) {
    // ELOOP: a link. ENXIO: a socket.
    if (hasCode(error, 'ELOOP', 'ENXIO'))
      throw new NotAFile(`${path} is not a file`, { cause: error })
    throw error
  }
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new NotAFile(`${path} is not a file`)
}

/** SHA-256 (hexadecimal) and size of a file whose bytes are on the disk when this returns. */
export async function fingerprintFile(
  path: string,
): Promise<{ sha256: string; sizeBytes: number }> {
  const handle = await openRegularFile(path)
  try {
    await handle.datasync()
    const hash = createHash('sha256')
    let sizeBytes = 0
    for await (const chunk of handle.createReadStream({
      autoClose: false,
      highWaterMark: 2 ** 18,
    })) {
      hash.update(chunk as Buffer)
      sizeBytes += (chunk as Buffer).length
    }
    return { sha256: hash.digest('hex'), sizeBytes }
  } finally {
    await handle.close()
  }
}

/** Makes a rename in this directory outlast a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Moves a file so that at every instant either the old or the whole new one is there, also between file
 * systems. Overwrites what lies at `to`. Throws ENOENT if nothing lies at `from`.
 */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error
    await copyDurably(from, to)
    await syncDirectory(dirname(to))
    await unlink(from)
    await removeParts(to)
    return
  }
  await syncDirectory(dirname(to))
}

/**
 * Removes what copies that were cut short have left beside a file that has arrived. Only after its source has
 * gone: whoever copies it at the same time finds nothing to complain about.
 */
async function removeParts(path: string): Promise<void> {
  const directory = dirname(path)
  const parts = (await readdir(directory)).filter(
    (name) => name.startsWith(`.${basename(path)}.`) && name.endsWith('.part'),
  )
  for (const name of parts) await rm(join(directory, name), { force: true })
}

async function copyDurably(from: string, to: string): Promise<void> {
  const part = join(dirname(to), `.${basename(to)}.${randomBytes(6).toString('hex')}.part`)
  try {
    await copyFile(from, part, constants.COPYFILE_EXCL)
    const copy = await openRegularFile(part)
    try {
      await copy.sync()
      const expected = (await stat(from)).size
      const copied = (await copy.stat()).size
      if (copied !== expected) throw new Error(`copied ${copied} of ${expected} bytes of ${from}`)
    } finally {
      await copy.close()
    }
    await rename(part, to)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** As `moveFile`, but nothing to move is no error: somebody who does the same work was first. */
export async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await moveFile(from, to)
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || (await lstatIfThere(from))) throw error
  }
}

interface Processing {
  processing: string
}

/** Where an import's zip lies from its claim until its end. */
export const zipPath = ({ processing }: Processing, importId: number) =>
  join(processing, `${importId}.zip`)

/** Where the zip of an import that failed or was cancelled is kept, with what was wrong in it beside it. */
export function keptPaths({ errorLogs }: { errorLogs: string }, importId: number) {
  const directory = join(errorLogs, String(importId))
  return {
    directory,
    zip: join(directory, `${importId}.zip`),
    errors: join(directory, 'errors.txt'),
    rejects: join(directory, 'rejects.csv'),
  }
}

/**
 * Ids begin anew when a database is restored; a zip of a former life must not be taken for this one. Returns
 * where it was put aside, if there was one.
 */
export async function putStrayAside(target: string): Promise<string | undefined> {
  if (!(await lstatIfThere(target))) return undefined
  const aside = `${target}.stray-${Date.now()}`
  await rename(target, aside)
  return aside
}

/** Under this name a file waits in its own directory while it is copied to another file system. */
const asidePath = (path: string, target: string) =>
  join(dirname(path), `.cloop-${basename(target)}`)

/**
 * Takes a file for an import whose zip is to be `target`; false if there is nothing to take. A rename decides
 * who has the file, also where a copy must follow. Goes on where a crash had cut it short.
 */
export async function takeFile(path: string, target: string): Promise<boolean> {
  if (await isTaken(path, target)) return true
  try {
    if (!(await renameIfThere(path, target))) return isTaken(path, target)
    await syncDirectory(dirname(target))
    return true
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error
    await renameIfThere(path, asidePath(path, target))
    return isTaken(path, target)
  }
}

/** Whether the file has left its place for `target`; brings it there if that is not done yet. */
export async function isTaken(path: string, target: string): Promise<boolean> {
  const aside = asidePath(path, target)
  if (await lstatIfThere(aside)) await moveIfThere(aside, target)
  return (await lstatIfThere(target)) !== undefined
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

/** Only ours to read, whatever the exporter thought; a file of another user's stays as it is. */
export async function closeToOthers(path: string): Promise<void> {
  if ((await lstatIfThere(path))?.uid === process.getuid?.()) await chmod(path, 0o600)
}
