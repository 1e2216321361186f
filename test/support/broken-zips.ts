import { crc32, deflateRawSync } from 'node:zlib'
import { exportFiles } from '#shared/import.ts'

/** What a header of an entry says, true or not. */
interface HeaderFields {
  name: string
  /** The bytes of the name, where they are not those of `name` in UTF-8. */
  nameBytes?: Buffer
  flags: number
  method: number
  crc32: number
  compressedSize: number
  uncompressedSize: number
  extra: Buffer
  /** Unix mode, in the directory only. */
  mode: number
  /** Where the directory says that the entry lies. */
  offset: number
  comment: Buffer
}

export interface Part {
  name: string
  data?: string | Buffer
  /** Deflated unless true. */
  isStored?: boolean
  /** Bytes to write in place of the packed data. */
  packed?: Buffer
  /** Lies of the directory, of the entry's own header, of both. */
  central?: Partial<HeaderFields>
  local?: Partial<HeaderFields>
  both?: Partial<HeaderFields>
}

/** Lies of the end record, and bytes around the archive. */
export interface Ending {
  disk?: number
  countHere?: number
  count?: number
  directoryBytes?: number
  directoryOffset?: number
  comment?: Buffer
  commentLength?: number
  prepended?: Buffer
  appended?: Buffer
}

const utf8Names = 0x800

/** The bytes of a zip that tells exactly the lies it is asked to. */
export function zipOf(parts: Part[], ending: Ending = {}): Buffer {
  const written: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const truth = factsOf(part, offset)
    const packed = part.packed ?? pack(part)
    const entry = [localHeader({ ...truth, ...part.both, ...part.local }), packed]
    written.push(...entry)
    directory.push(directoryHeader({ ...truth, ...part.both, ...part.central }))
    offset += entry[0]!.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = endRecord(parts.length, listed.length, offset, ending)
  const { prepended = Buffer.alloc(0), appended = Buffer.alloc(0) } = ending
  return Buffer.concat([prepended, ...written, listed, end, appended])
}

function pack({ data = '', isStored = false }: Part): Buffer {
  const bytes = Buffer.from(data)
  return isStored ? bytes : deflateRawSync(bytes)
}

function factsOf(part: Part, offset: number): HeaderFields {
  const bytes = Buffer.from(part.data ?? '')
  return {
    name: part.name,
    flags: utf8Names,
    method: part.isStored ? 0 : 8,
    crc32: crc32(bytes),
    compressedSize: (part.packed ?? pack(part)).length,
    uncompressedSize: bytes.length,
    extra: Buffer.alloc(0),
    mode: 0o100644,
    offset,
    comment: Buffer.alloc(0),
  }
}

function localHeader(fields: HeaderFields): Buffer {
  const name = fields.nameBytes ?? Buffer.from(fields.name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, 4, fields, name)
  return Buffer.concat([header, name, fields.extra])
}

function directoryHeader(fields: HeaderFields): Buffer {
  const name = fields.nameBytes ?? Buffer.from(fields.name)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE((3 << 8) | 45, 4)
  writeCommon(header, 6, fields, name)
  header.writeUInt16LE(fields.comment.length, 32)
  header.writeUInt32LE((fields.mode << 16) >>> 0, 38)
  header.writeUInt32LE(fields.offset, 42)
  return Buffer.concat([header, name, fields.extra, fields.comment])
}

/** The fields that both headers have, in the same order. */
function writeCommon(header: Buffer, at: number, fields: HeaderFields, name: Buffer) {
  header.writeUInt16LE(45, at)
  header.writeUInt16LE(fields.flags, at + 2)
  header.writeUInt16LE(fields.method, at + 4)
  header.writeUInt32LE(fields.crc32, at + 10)
  header.writeUInt32LE(fields.compressedSize, at + 14)
  header.writeUInt32LE(fields.uncompressedSize, at + 18)
  header.writeUInt16LE(name.length, at + 22)
  header.writeUInt16LE(fields.extra.length, at + 24)
}

function endRecord(entries: number, bytes: number, offset: number, ending: Ending): Buffer {
  const { comment = Buffer.alloc(0) } = ending
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(ending.disk ?? 0, 4)
  end.writeUInt16LE(ending.disk ?? 0, 6)
  end.writeUInt16LE(ending.countHere ?? ending.count ?? entries & 0xffff, 8)
  end.writeUInt16LE(ending.count ?? entries & 0xffff, 10)
  end.writeUInt32LE(ending.directoryBytes ?? bytes, 12)
  end.writeUInt32LE(ending.directoryOffset ?? offset, 16)
  end.writeUInt16LE(ending.commentLength ?? comment.length, 20)
  return Buffer.concat([end, comment])
}

/** An extra field of a header. */
export function extraField(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(data.length, 2)
  return Buffer.concat([head, data])
}

export function contentOf(file: string): string {
  return `${file}|text\n`.repeat(200)
}

/** The five files of an export, with something else about `activity.txt`. */
export function exportParts(activity: Partial<Part> = {}): Part[] {
  return exportFiles.map((name) => ({
    name,
    data: contentOf(name),
    ...(name === 'activity.txt' ? activity : {}),
  }))
}
