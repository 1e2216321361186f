import { deflateRawSync } from 'node:zlib'
import { exportFiles, type ExportFile } from '#shared/import.ts'
import { extraField, zipOf, type Ending, type Part } from '../broken-zips.ts'
import { partsWith, type BadInput } from './bad-input.ts'
import { bombOf } from './bomb.ts'
import { withZip64End } from './zip64-end.ts'

const mebibyte = 2 ** 20

const unsafe = (
  id: string,
  what: string,
  parts: () => Part[],
  says: RegExp,
  ending: Ending = {},
): BadInput => ({
  ...{ id, what, zip: () => zipOf(parts(), ending), outcome: 'unsafe_zip', says },
})

const unsafeNames: [id: string, what: string, name: string, shown: RegExp][] = [
  ['Z21', 'up-to-cron', '../../etc/cron.d/x', /named "\.\.\/\.\.\/etc\/cron\.d\/x"/],
  ['Z21', 'up-from-within', 'a/../../activity.txt', /named "a\/\.\.\/\.\.\/activity\.txt"/],
  ['Z21', 'up', '../activity.txt', /named "\.\.\/activity\.txt"/],
  ['Z22', 'absolute', '/etc/passwd', /named "\/etc\/passwd"/],
  ['Z22', 'absolute-own', '/activity.txt', /named "\/activity\.txt"/],
  ['Z22', 'drive', 'C:\\activity.txt', /named "C:\\activity\.txt"/],
  ['Z22', 'network-share', '\\\\host\\share\\x', /named "\\\\host\\share\\x"/],
  ['Z23', 'back-slashes', '..\\..\\evil', /named "\.\.\\\.\.\\evil"/],
  ['Z24', 'nul', 'activity.txt\0.exe', /named "activity\.txt\\u\{0\}\.exe"/],
  ['Z24', 'nul-at-end', 'activity.txt\0', /named "activity\.txt\\u\{0\}"/],
  ['Z25', '65000-bytes', 'x'.repeat(65_000), /named "x{80}…"/],
]

const utf16: Part['both'] = { flags: 0, nameBytes: Buffer.from('activity.txt', 'utf16le') }

const numbered = (count: number, more: Partial<Part> = {}): Part[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}`, isStored: true, ...more }))

const sizes = (packed: bigint, unpacked: bigint): Part['both'] => {
  const data = Buffer.alloc(16)
  data.writeBigUInt64LE(unpacked, 0)
  data.writeBigUInt64LE(packed, 8)
  const left = 0xffffffff
  return { compressedSize: left, uncompressedSize: left, extra: extraField(1, data) }
}

/** Zips made by somebody who means no good, or that a program would have to go wild to write. */
export const hostileEntries: BadInput[] = [
  unsafe(
    'Z14',
    'twice',
    () => [...partsWith(), { name: 'activity.txt', data: 'x' }],
    /holds activity\.txt twice/,
  ),
  unsafe(
    'Z14',
    'twice-the-same',
    () => [...partsWith(), ...partsWith().slice(4)],
    /activity\.txt twice/,
  ),
  unsafe(
    'Z14',
    'twice-by-unicode-path',
    () => [...partsWith(), { name: 'x.txt', both: renamed() }],
    /activity\.txt twice/,
  ),
  ...unsafeNames.flatMap(([id, what, name, shown]) => [
    unsafe(id, `${what}-besides`, () => [...partsWith(), { name }], shown),
    unsafe(id, `${what}-in-place`, () => partsWith({ name }), shown),
  ]),
  unsafe('Z24', 'utf16-name', () => partsWith({ both: utf16 }), /named "a\\u\{0\}c/),
  ...[0o120777, 0o010644, 0o020644, 0o140644, 0o040755].map((mode) =>
    unsafe(
      'Z26',
      `mode-${mode.toString(8)}`,
      () => partsWith({ data: '/etc/passwd', central: { mode } }),
      /activity\.txt as a link or special file/,
    ),
  ),
  unsafe(
    'Z30',
    'bomb',
    () => partsWith(bombOf(300 * mebibyte)),
    /more than 1000 times its \d+ bytes/,
  ),
  unsafe(
    'Z30',
    'bomb-first-file',
    () => partsWith(bombOf(300 * mebibyte), exportFiles[0]),
    /all_user\.txt unpacks to more/,
  ),
  unsafe(
    'Z31',
    'bomb-says-1000',
    () => partsWith({ ...bombOf(300 * mebibyte), both: { uncompressedSize: 1000 } }),
    /says that activity\.txt unpacks to 1000 bytes/,
  ),
  unsafe(
    'Z31',
    'bomb-says-so-once',
    () => partsWith({ ...bombOf(300 * mebibyte), central: { uncompressedSize: 1000 } }),
    /more than 1000 times/,
  ),
  unsafe(
    'Z31',
    'goes-on-and-on',
    () => partsWith({ ...bombOf(300 * mebibyte, 16), both: { uncompressedSize: 1000 } }),
    /says that activity\.txt unpacks to 1000 bytes, and it goes on after/,
  ),
  unsafe(
    'Z32',
    '900-on-one-file',
    () => [...partsWith(), ...numbered(900, { central: { offset: 0 } })],
    /in the same bytes/,
  ),
  unsafe('Z33', 'quoted-overlap', quotedOverlap, /in the same bytes/),
  unsafe('Z33', 'inside-a-stored-entry', insideStored, /in the same bytes/),
  unsafe('Z33', 'inside-a-header', insideHeader, /in the same bytes/),
  unsafe('Z34', '1001-entries', () => [...partsWith(), ...numbered(996)], /lists 1001 entries/),
  {
    ...{ id: 'Z34', what: '100000-entries', outcome: 'unsafe_zip', says: /lists 100000 entries/ },
    zip: () => withZip64End(zipOf([...partsWith(), ...numbered(99_995)]), 100_000),
  },
  unsafe(
    'Z36',
    'sizes-near-2-63',
    () => partsWith({ central: sizes(2n ** 62n, 2n ** 63n - 1n) }),
    /unpacks to more than 8589934592 bytes/,
  ),
  {
    ...{ id: 'Z36', what: 'packed-size-near-2-63', outcome: 'damaged_zip' },
    ...{
      says: /reaches into its directory/,
      zip: () => zipOf(partsWith({ central: sizes(2n ** 63n - 1n, 9n) })),
    },
  },
  unsafe(
    'Z42',
    '9-gb',
    () => partsWith({ central: sizes(9n, 9n * 2n ** 30n) }),
    /raise IMPORT_MAX_ENTRY_BYTES/,
  ),
  unsafe(
    'Z43',
    'comments',
    () => [...partsWith(), ...numbered(100, { central: { comment: Buffer.alloc(65_000) } })],
    /in \d{7} bytes; at most 1000 entries in 4194304 bytes/,
  ),
  {
    id: 'Z30',
    what: 'zip-in-zip-in-zip',
    outcome: 'ok',
    told: {},
    zip: () => zipOf([...partsWith(), nested()]),
  },
]

function renamed(): Part['both'] {
  const head = Buffer.from([1, 0, 0, 0, 0])
  // The CRC-32 of `x.txt`, without which the field does not count.
  head.writeUInt32LE(0xac1b0249, 1)
  return { flags: 0, extra: extraField(0x7075, Buffer.concat([head, Buffer.from('activity.txt')])) }
}

/** Of an archive with one entry: its header and data, without the directory. */
const entryBytes = (name: ExportFile, data: string, more: Partial<Part> = {}): Buffer => {
  const zip = zipOf([{ name, data, ...more }])
  return zip.subarray(0, zip.indexOf('PK\x01\x02'))
}

/** Fifield's bomb: an entry whose deflate stream quotes the next entry as it is, so that both read its data. */
function quotedOverlap(): Part[] {
  const [activity] = partsWith().slice(4)
  const inner = entryBytes('activity.txt', String(activity!.data))
  const quote = Buffer.alloc(5)
  quote.writeUInt16LE(inner.length, 1)
  quote.writeUInt16LE(~inner.length & 0xffff, 3)
  const end = deflateRawSync('')
  const data = inner
  return [
    { name: 'quote', data, packed: Buffer.concat([quote, inner, end]) },
    ...partsWith({ central: { offset: 30 + 'quote'.length + quote.length } }),
  ]
}

function insideStored(): Part[] {
  const inner = entryBytes('activity.txt', 'x')
  return [
    { name: 'cover', data: inner, isStored: true },
    ...partsWith({ central: { offset: 30 + 'cover'.length, crc32: 0 }, data: 'x' }),
  ]
}

function insideHeader(): Part[] {
  return partsWith().map((part) => {
    if (part.name === 'all_user.txt') {
      const local = { extra: extraField(0xcafe, Buffer.alloc(100)) }
      return { name: part.name, data: 'x', isStored: true, local }
    }
    return part.name === 'all_resources.txt' ? { ...part, central: { offset: 60 } } : part
  })
}

/** A bomb in a zip in a zip: entries that are no files of an export are never unpacked. */
function nested(): Part {
  const bomb = zipOf([{ name: 'bomb', ...bombOf(300 * mebibyte) }])
  return { name: 'inner.zip', data: zipOf([{ name: 'inner.zip', data: bomb }]) }
}
