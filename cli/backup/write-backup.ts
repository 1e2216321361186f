import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { DatabaseSettings } from '#drizzle/pool.ts'
import { CommandError } from '../command.ts'
import { startProgram } from './database-programs.ts'
import { backupName, unfinishedEnd } from './thin-out.ts'

export interface Backup {
  path: string
  sizeBytes: number
  sha256: string
}

interface Writing {
  directory: string
  now: Date
  /** Told how many bytes of SQL have been read. */
  onProgress: (bytes: number) => void
  /** Aborted when the process is asked to end: then nothing is kept. */
  signal: AbortSignal
}

/** The last line of a dump that came to its end. */
const lastLine = '-- Dump completed'
const endBytes = 200

/**
 * Writes the database as it is at one instant, while others go on reading and writing: compressed, under its
 * name only when whole and on the disk, with its checksum beside it (`sha256sum -c` reads that).
 */
export async function writeBackup(database: DatabaseSettings, writing: Writing): Promise<Backup> {
  const { directory, now } = writing
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, backupName(database.database, now))
  const unfinished = `${path}${unfinishedEnd}`
  // Of two in one second the other's stays.
  const file = await open(unfinished, 'wx', 0o600).catch(cannotWrite(unfinished))
  try {
    const written = await dumpInto({ file, path: unfinished }, database, writing)
    // Before the backup has its name, so that none is ever without.
    await writeFile(`${path}.sha256`, `${written.sha256}  ${basename(path)}\n`)
    await rename(unfinished, path)
    return { path, ...written }
  } catch (error) {
    await rm(unfinished, { force: true })
    await rm(`${path}.sha256`, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

const cannotWrite = (path: string) => (error: NodeJS.ErrnoException) => {
  throw new CommandError(`${path} cannot be written (${error.code})`, { cause: error })
}

async function dumpInto(
  { file, path }: { file: FileHandle; path: string },
  database: DatabaseSettings,
  { onProgress, signal }: Pick<Writing, 'onProgress' | 'signal'>,
): Promise<Omit<Backup, 'path'>> {
  const name = database.database
  signal.throwIfAborted()
  const { stdin, stdout, stop, ended } = await startProgram('dump', {
    database,
    args: [
      ...['--single-transaction', '--quick', '--skip-lock-tables', '--no-tablespaces'],
      ...['--default-character-set=utf8mb4', '--hex-blob', '--max-allowed-packet=64M'],
      // A backup that is restored must not end the maintenance in which that is done.
      `--ignore-table=${name}.site_state`,
      name,
    ],
  })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  stdin.end()
  const plain = passThrough(onProgress)
  const hash = createHash('sha256')
  const packed = passThrough((_bytes, chunk) => hash.update(chunk))
  // On the disk, not only with the system, when it ends.
  const target = file.createWriteStream({ flush: true })
  const writing = pipeline(stdout, plain.stream, createGzip(), packed.stream, target)
  const [end, written] = await Promise.allSettled([ended, writing])
  signal.throwIfAborted()
  const { reason } = written as { reason?: NodeJS.ErrnoException }
  if (reason?.syscall) cannotWrite(path)(reason)
  // What the program says is worth more than that its output was cut.
  if (end.status === 'rejected') throw end.reason
  if (reason) throw reason
  if (!plain.end().includes(lastLine)) {
    throw new CommandError('the dump broke off before its end: nothing was kept')
  }
  return { sizeBytes: packed.bytes(), sha256: hash.digest('hex') }
}

/** Passes bytes on, counts them, and remembers the last of them. */
function passThrough(tell: (bytes: number, chunk: Buffer) => void) {
  let bytes = 0
  let end = Buffer.alloc(0)
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      end = Buffer.concat([end, chunk]).subarray(-endBytes)
      tell(bytes, chunk)
      done(null, chunk)
    },
  })
  return { stream, bytes: () => bytes, end: () => end.toString() }
}
