import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { DatabaseSettings } from '#drizzle/pool.ts'
import { CommandError } from '../command.ts'
import { startProgram } from './database-programs.ts'
import { withoutSiteState } from './without-site-state.ts'

/** Compares a backup with the checksum beside it; answers its size in bytes. */
export async function verifyBackup(path: string, signal: AbortSignal): Promise<number> {
  const { size } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be read (${error.code})`, { cause: error })
  })
  const line = await readFile(`${path}.sha256`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path}.sha256 cannot be read (${error.code}): is the backup whole?`, {
      cause: error,
    })
  })
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) {
    signal.throwIfAborted()
    hash.update(chunk as Buffer)
  }
  if (hash.digest('hex') !== line.slice(0, 64)) {
    throw new CommandError(`${path} is damaged: it does not fit its checksum`)
  }
  return size
}

interface Loading {
  path: string
  onProgress: (bytes: number) => void
  signal: AbortSignal
}

/** Writes what a backup holds into a database, which has to be empty. Aborted, it leaves a part there. */
export async function loadBackup(
  database: DatabaseSettings,
  { path, onProgress, signal }: Loading,
): Promise<void> {
  signal.throwIfAborted()
  const { stdin, stdout, ended } = await startProgram('client', {
    database,
    args: ['--default-character-set=utf8mb4', '--max-allowed-packet=64M', database.database],
  })
  stdout.resume()
  let bytes = 0
  const file = createReadStream(path).on('data', (chunk) => onProgress((bytes += chunk.length)))
  // Where its input ends the client ends by itself, and nothing of it runs on in the server.
  const feeding = pipeline(file, createGunzip(), withoutSiteState(), stdin, { signal })
  const [end, fed] = await Promise.allSettled([ended, feeding])
  signal.throwIfAborted()
  // When the client breaks off, what it says is worth more than that its input was closed.
  if (end.status === 'rejected') throw end.reason
  if (fed.status === 'rejected') throw fed.reason
}
