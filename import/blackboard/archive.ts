import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { fromFdPromise } from 'yauzl'
import { exportFiles, type ExportFile } from '#shared/import.ts'
import { ExportUnusable } from '../problems.ts'
import { readAt, readEndRecord } from './end-record.ts'
import { readEntry } from './entry-stream.ts'
import type { ArchiveLimits } from './limits.ts'
import { checkLocalHeader } from './local-header.ts'
import { readEntries, requiredEntries } from './zip-directory.ts'

export type { ArchiveLimits }

const entrySignature = Buffer.from('PK\x03\x04', 'latin1')
const directorySignature = Buffer.from('PK\x01\x02', 'latin1')

/** An export zip whose directory has been judged. Who opens it closes it. */
export interface Archive {
  /** Bytes of one of the five files, as the directory declares them (proved when it has been read). */
  sizeBytes: (file: ExportFile) => number
  /** The unpacked bytes of one file; length and CRC-32 are verified after the last. */
  stream: (file: ExportFile) => AsyncIterable<Buffer>
  close: () => Promise<void>
}

/**
 * Opens an export and judges its whole directory before a byte of any entry is unpacked. Throws
 * `ExportUnusable`, and errors of the operating system as they are.
 */
export async function openArchive(zipPath: string, limits: ArchiveLimits): Promise<Archive> {
  const file = await open(zipPath)
  try {
    return await judge(file, limits)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function judge(file: FileHandle, limits: ArchiveLimits): Promise<Archive> {
  const { size } = await file.stat()
  const end = await readEndRecord(file, size)
  // yauzl is never told to close: the file handle is ours.
  const zip = await fromFdPromise(file.fd, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false,
  })
  const entries = await readEntries(zip, file, end)
  const required = requiredEntries(entries, end, limits)
  const offsets = entries.map(({ entry }) => entry.relativeOffsetOfLocalHeader)
  for (const name of exportFiles) {
    const entry = required[name]
    const later = offsets.filter((offset) => offset > entry.relativeOffsetOfLocalHeader)
    const nextOffset = Math.min(end.directoryOffset, ...later)
    await checkLocalHeader(zip, name, { entry, nextOffset, limits })
  }
  return {
    sizeBytes: (name) => required[name].uncompressedSize,
    stream: (name) => readEntry(zip, name, { entry: required[name], limits }),
    close: () => file.close(),
  }
}

/**
 * For the drop scanner: whether the file, as it lies there now, has both the ends of a zip. Reads only
 * those. What is `incomplete` may still become one: it is empty, begins like one, or is a blank of the
 * right size; what is `complete` may still be damaged.
 */
export async function looksComplete(
  path: string,
): Promise<'complete' | 'incomplete' | 'not_a_zip'> {
  // A pipe of the right name must not hold up the scanner, nor a link lead it elsewhere.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const status = await file.stat()
    if (!status.isFile()) return 'not_a_zip'
    const head = await readAt(file, 0, 4)
    if (head.every((byte) => byte === 0)) return 'incomplete'
    return await judgeEnd(file, status.size, head)
  } finally {
    await file.close()
  }
}

async function judgeEnd(file: FileHandle, sizeBytes: number, head: Buffer) {
  try {
    const end = await readEndRecord(file, sizeBytes)
    const directory = await readAt(file, end.directoryOffset, 4)
    return directory.equals(directorySignature) || end.entryCount === 0 ? 'complete' : 'incomplete'
  } catch (error) {
    if (!(error instanceof ExportUnusable)) throw error
    if (error.code === 'truncated_zip') return 'incomplete'
    if (error.code !== 'not_a_zip') return 'complete'
    return head.length < 4 && entrySignature.indexOf(head) === 0 ? 'incomplete' : 'not_a_zip'
  }
}
