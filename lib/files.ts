import { createHash, randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { copyFile, lstat, open, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises'
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
    return
  }
  await syncDirectory(dirname(to))
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
