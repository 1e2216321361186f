import type { FileHandle } from 'node:fs/promises'
import { ExportUnusable } from '../problems.ts'
import { damaged, truncated } from './zip-failures.ts'

/** What a zip says at its end about its directory: where it lies and what it holds. */
export interface EndRecord {
  entryCount: number
  directoryOffset: number
  directoryBytes: number
}

const endSignature = Buffer.from('PK\x05\x06', 'latin1')
const endBytes = 22
const maxCommentBytes = 0xffff
const locatorSignature = 0x07064b50
const locatorBytes = 20
const zip64Signature = 0x06064b50
const zip64Bytes = 56
const directoryHeaderBytes = 46
const maxEntries = 1000
const maxDirectoryBytes = 4 * 2 ** 20

/** An end record as it stands in the file, not yet believed. */
interface Found {
  disks: number[]
  counts: number[]
  directoryBytes: number
  directoryOffset: number
  /** Where the record's comment, and so the file, should end. */
  end: number
  /** Where the directory should end: at this record or its Zip64 record; null where those contradict. */
  directoryEnd: number | null
  /** Whether no later signature, in this one's comment, lets others read the archive in another way. */
  isLast: boolean
}

/** Finds and judges the end record. Throws `not_a_zip`, `truncated_zip`, `damaged_zip`, `unsupported_zip` or `unsafe_zip`. */
export async function readEndRecord(file: FileHandle, sizeBytes: number): Promise<EndRecord> {
  const found = await findEndRecord(file, sizeBytes)
  if (!found) throw await withoutEnd(file, sizeBytes)
  const { disks, counts, directoryOffset, directoryBytes, directoryEnd } = found
  const [entryCount = 0] = counts
  if (disks.some((disk) => disk !== 0)) {
    throw new ExportUnusable(
      'unsupported_zip',
      'The zip is one part of an archive that is split over several files. Export it as one file.',
    )
  }
  if (found.end > sizeBytes) throw truncated(sizeBytes)
  if (found.end < sizeBytes) {
    throw damaged(`${sizeBytes - found.end} bytes follow after the end of the archive`)
  }
  if (!found.isLast) throw damaged('its comment holds a second end record')
  if (counts.some((count) => count !== entryCount)) {
    throw damaged(`its end record counts its entries as ${counts.join(' and as ')}`)
  }
  if (directoryEnd === null) throw damaged('its Zip64 records contradict its end record')
  if (directoryOffset + directoryBytes !== directoryEnd) {
    throw damaged(
      `its directory should end at byte ${directoryOffset + directoryBytes}, but ends at byte ` +
        `${directoryEnd}: bytes were put in, put before it or lost`,
    )
  }
  if (entryCount * directoryHeaderBytes > directoryBytes) {
    throw damaged(`its directory of ${directoryBytes} bytes cannot hold ${entryCount} entries`)
  }
  if (entryCount > maxEntries || directoryBytes > maxDirectoryBytes) {
    throw new ExportUnusable(
      'unsafe_zip',
      `The zip lists ${entryCount} entries in ${directoryBytes} bytes; at most ${maxEntries} entries ` +
        `in ${maxDirectoryBytes} bytes are read. An export holds five files: pack only those.`,
    )
  }
  return { entryCount, directoryOffset, directoryBytes }
}

/** The bytes from `position` on, fewer than asked for only where the file ends. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

/**
 * The record whose directory ends where it begins; where none does, one that ends where the file ends.
 * Both fail for a signature that is there by chance, as in a stored entry of a file that was cut off.
 */
async function findEndRecord(file: FileHandle, sizeBytes: number): Promise<Found | null> {
  const tailBytes = Math.min(sizeBytes, locatorBytes + endBytes + maxCommentBytes)
  const tail = await readAt(file, sizeBytes - tailBytes, tailBytes)
  const candidates: Found[] = []
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    at = tail.lastIndexOf(endSignature, at)
    if (at < 0) break
    candidates.push(await parse(file, tail, at, sizeBytes - tailBytes))
  }
  const isConsistent = ({ directoryOffset, directoryBytes, directoryEnd }: Found) =>
    directoryOffset + directoryBytes === directoryEnd
  return candidates.find(isConsistent) ?? candidates.find(({ end }) => end === sizeBytes) ?? null
}

async function parse(
  file: FileHandle,
  tail: Buffer,
  at: number,
  tailStart: number,
): Promise<Found> {
  const plain: Found = {
    disks: [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 6)],
    counts: [tail.readUInt16LE(at + 10), tail.readUInt16LE(at + 8)],
    directoryBytes: tail.readUInt32LE(at + 12),
    directoryOffset: tail.readUInt32LE(at + 16),
    end: tailStart + at + endBytes + tail.readUInt16LE(at + 20),
    directoryEnd: tailStart + at,
    isLast: tail.indexOf(endSignature, at + endBytes) < 0,
  }
  const locatorAt = at - locatorBytes
  if (locatorAt < 0 || tail.readUInt32LE(locatorAt) !== locatorSignature) return plain
  const recordAt = Number(tail.readBigUInt64LE(locatorAt + 8))
  const zip64 = await withZip64(file, plain, recordAt, tailStart + locatorAt)
  return zip64 ?? { ...plain, directoryEnd: null }
}

/** The 64-bit record's numbers, with those that the plain one repeats; null where the two contradict. */
async function withZip64(
  file: FileHandle,
  plain: Found,
  recordAt: number,
  locatorAt: number,
): Promise<Found | null> {
  if (recordAt + zip64Bytes > locatorAt) return null
  const record = await readAt(file, recordAt, zip64Bytes)
  if (record.length < zip64Bytes || record.readUInt32LE(0) !== zip64Signature) return null
  const number = (at: number) => Number(record.readBigUInt64LE(at))
  if (recordAt + 12 + number(4) !== locatorAt) return null
  const said = (values: number[], leftOut: number) => values.filter((value) => value !== leftOut)
  const fits = (value: number, at: number) => value === 0xffffffff || value === number(at)
  if (!fits(plain.directoryBytes, 40) || !fits(plain.directoryOffset, 48)) return null
  return {
    ...plain,
    disks: [record.readUInt32LE(16), record.readUInt32LE(20), ...said(plain.disks, 0xffff)],
    counts: [number(32), number(24), ...said(plain.counts, 0xffff)],
    directoryBytes: number(40),
    directoryOffset: number(48),
    directoryEnd: recordAt,
  }
}

const otherKinds: [name: string, offset: number, magic: string][] = [
  ['a web page', 0, '<'],
  ['a gzip file', 0, '\x1f\x8b'],
  ['a RAR archive', 0, 'Rar!'],
  ['a 7-Zip archive', 0, '7z\xbc\xaf'],
  ['a tar archive', 257, 'ustar'],
]

/** Without an end record it is a zip that was cut off, or no zip at all: its first bytes decide. */
async function withoutEnd(file: FileHandle, sizeBytes: number): Promise<ExportUnusable> {
  const head = (await readAt(file, 0, 300)).toString('latin1')
  if (/^PK(\x03\x04|\x07\x08)/.test(head)) return truncated(sizeBytes)
  const kind = otherKinds.find(([, offset, magic]) => head.startsWith(magic, offset))?.[0]
  const looks = sizeBytes === 0 ? 'It is empty. ' : kind ? `It looks like ${kind}. ` : ''
  return new ExportUnusable(
    'not_a_zip',
    `The file is not a zip archive. ${looks}Drop the zip that the exporter wrote.`,
  )
}
