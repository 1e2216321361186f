import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { hasCode } from '#lib/files.ts'
import { ApiError } from '../api-error.ts'

export interface StoredUpload {
  path: string
  sha256: string
  sizeBytes: number
}

export interface Storing {
  /** The directory where a rename makes the file an import's zip. */
  processing: string
  maxBytes: number
}

const hourMs = 3_600_000
const partName = /^\.upload-[0-9a-f]{16}\.part$/

/**
 * Writes an upload to a file of its own, in constant memory, hashed on the way; when this returns its bytes
 * are on the disk. What breaks off, is too large or does not fit leaves nothing behind.
 */
export async function storeUpload(
  source: AsyncIterable<Uint8Array>,
  { processing, maxBytes }: Storing,
): Promise<StoredUpload> {
  await mkdir(processing, { recursive: true })
  await removeAbandoned(processing)
  const path = join(processing, `.upload-${randomBytes(8).toString('hex')}.part`)
  const sink = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  const hash = createHash('sha256')
  let sizeBytes = 0
  async function* counted() {
    for await (const chunk of source) {
      sizeBytes += chunk.length
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes)
      hash.update(chunk)
      yield chunk
    }
  }

  try {
    await pipeline(counted, sink)
    if (sizeBytes === 0) throw new ApiError(400, 'The file is empty.')
    return { path, sha256: hash.digest('hex'), sizeBytes }
  } catch (error) {
    // It may still be about to make the file.
    if (!sink.closed) await new Promise((resolve) => sink.once('close', resolve))
    await rm(path, { force: true })
    throw hasCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG') ? noRoom() : error
  }
}

export const discardUpload = ({ path }: Pick<StoredUpload, 'path'>) => rm(path, { force: true })

export const tooLarge = (maxBytes: number) =>
  new ApiError(413, `The file may have ${maxBytes} bytes at most.`)

const noRoom = () =>
  new ApiError(507, 'There is no room for the file just now: tell an administrator.')

/** A process that was killed leaves its unfinished uploads: the next upload of any process takes them away. */
async function removeAbandoned(processing: string): Promise<void> {
  for (const name of await readdir(processing)) {
    if (!partName.test(name)) continue
    const path = join(processing, name)
    try {
      // One that is being written has changed within the last minutes.
      if (Date.now() - (await lstat(path)).mtimeMs > hourMs) await rm(path, { force: true })
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
}
