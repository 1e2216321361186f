import { crc32, deflateRawSync } from 'node:zlib'
import { exportFiles } from '#shared/import.ts'
import { extraField, zipOf, type Part } from '../broken-zips.ts'
import { yazlZip } from '../yazl-zip.ts'
import { goodText, goodTold, partsWith, type BadInput } from './bad-input.ts'

type Change = Partial<Part>
const content = Buffer.from(goodText('activity.txt'))
const deflated = deflateRawSync(content)

function flipped(bytes: Buffer, at: number, mask = 0xff): Buffer {
  const copy = Buffer.from(bytes)
  copy[at]! ^= mask
  return copy
}

const damaged = (id: string, what: string, change: Change, says: RegExp): BadInput => ({
  ...{ id, what, zip: () => zipOf(partsWith(change)), outcome: 'damaged_zip', says },
})
const missing = (id: string, what: string, parts: Part[], says: RegExp): BadInput => ({
  ...{ id, what, zip: () => zipOf(parts), outcome: 'missing_file', says },
})
const ok = (id: string, what: string, zip: BadInput['zip']): BadInput => ({
  ...{ id, what, zip, outcome: 'ok', told: goodTold },
})
const unsupported = (id: string, what: string, both: Change['both'], says: RegExp): BadInput => ({
  ...{ id, what, zip: () => zipOf(partsWith({ both })), outcome: 'unsupported_zip', says },
})

const crcOf = (data: string) => crc32(Buffer.from(data))
const all = (change: Change): Part[] => partsWith().map((part) => ({ ...part, ...change }))

/** Entries that are not there, cannot be read, or are not what the directory says of them. */
export const brokenEntries: BadInput[] = [
  missing('Z07', 'no-entries', [], /lacks all_user\.txt, .* It is empty/),
  ...exportFiles.map((file) =>
    missing(
      'Z08',
      `without-${file.replace('.txt', '')}`,
      partsWith().filter(({ name }) => name !== file),
      new RegExp(`lacks ${file}\\.`),
    ),
  ),
  missing('Z08', 'one-text-file', [{ name: 'notes.txt', data: 'x' }], /It holds "notes\.txt"/),
  missing(
    'Z09',
    'in-a-folder',
    partsWith().map((part) => ({ ...part, name: `export/${part.name}` })),
    /Found "export\/activity\.txt": it must not lie in a folder/,
  ),
  missing('Z10', 'capitals', partsWith({ name: 'Activity.TXT' }), /it is not named activity\.txt/),
  missing('Z11', 'cyrillic', partsWith({ name: 'а\u0441tivity.txt' }), /U\+0430, U\+0441/),
  missing('Z11', 'zero-width', partsWith({ name: 'activity\u200b.txt' }), /U\+200B/),
  missing('Z27', 'folder-for-file', partsWith({ name: 'activity.txt/', data: '' }), /is a folder/),
  damaged(
    'Z15',
    'flipped-byte-stored',
    { isStored: true, packed: flipped(content, 100) },
    /checksum of activity\.txt is [0-9a-f]{8} and should be/,
  ),
  damaged(
    'Z15',
    'flipped-bit-stored',
    { isStored: true, packed: flipped(content, 9, 1) },
    /checksum/,
  ),
  ...[0, 1, 20, deflated.length - 2].map((at) =>
    damaged(
      'Z16',
      `flipped-byte-${at}-deflated`,
      { packed: flipped(deflated, at) },
      /activity\.txt/,
    ),
  ),
  damaged('Z16', 'cut-inside', { packed: deflated.subarray(0, -3) }, /cannot be unpacked/),
  damaged(
    'Z16',
    'rest-after-data',
    { packed: Buffer.concat([deflated, content]) },
    /end after \d+ of \d+ bytes/,
  ),
  damaged(
    'Z16',
    'no-deflate-stream',
    { packed: Buffer.from('this is text') },
    /cannot be unpacked/,
  ),
  damaged('Z17', 'crc-wrong', { both: { crc32: 7 } }, /should be 00000007/),
  damaged(
    'Z17',
    'crc-wrong-in-one-header',
    { local: { crc32: 7 } },
    /gives \d+ as crc32 of activity\.txt, its own header 7/,
  ),
  damaged(
    'Z18',
    'other-name',
    { local: { name: 'activitx.txt' } },
    /another name where its data begin/,
  ),
  damaged('Z18', 'other-method', { local: { method: 0 } }, /method 8, its own header says 0/),
  damaged('Z18', 'other-size', { local: { uncompressedSize: 7 } }, /its own header 7/),
  damaged('Z18', 'other-packed-size', { local: { compressedSize: 7 } }, /its own header 7/),
  damaged(
    'Z18',
    'too-long',
    { both: { uncompressedSize: content.length - 1 } },
    /should unpack to/,
  ),
  damaged(
    'Z18',
    'too-short',
    { both: { uncompressedSize: content.length + 1 } },
    /should unpack to/,
  ),
  damaged(
    'Z18',
    'offset-past-the-end',
    { central: { offset: 10_000_000 } },
    /reaches into its directory/,
  ),
  damaged(
    'Z18',
    'packed-past-the-end',
    { both: { compressedSize: 9999 } },
    /reaches into its directory/,
  ),
  damaged(
    'Z18',
    'extra-overflows',
    { central: { extra: Buffer.from([1, 0, 9, 0]) } },
    /directory cannot be read/,
  ),
  {
    ...{
      id: 'Z18',
      what: 'no-header',
      outcome: 'damaged_zip',
      says: /header of all_user\.txt is not where/,
    },
    zip: () => zipOf(partsWith()).fill(0, 0, 4),
  },
  unsupported('Z28', 'encrypted', { flags: 1 }, /activity\.txt is encrypted/),
  unsupported('Z28', 'strongly-encrypted', { flags: 0x41 }, /is encrypted/),
  ...[1, 6, 9, 12, 14, 93, 95, 98, 99].map((method) =>
    unsupported(
      'Z29',
      `method-${method}`,
      { method },
      new RegExp(`compressed by method ${method};`),
    ),
  ),
  ok('Z12', 'further-entries', () =>
    zipOf([
      ...partsWith(),
      ...['__MACOSX/', '.DS_Store', 'readme.txt', 'user.txt', 'resources.txt', 'Icon\r'].map(
        (name) => ({ name }),
      ),
      { name: 'notes\\read..me.txt', data: 'x' },
      { name: 'secret.txt', data: 'x', both: { flags: 1, method: 99 } },
      { name: 'twice', data: '1' },
      { name: 'twice', data: '2' },
      { name: 'broken', data: 'x', both: { crc32: 1, uncompressedSize: 2 ** 31 } },
    ]),
  ),
  ok('Z13', 'zip-inside', () =>
    zipOf([...partsWith(), { name: 'inner.zip', data: zipOf(partsWith()), isStored: true }]),
  ),
  ok('Z16', 'stored', () => zipOf(all({ isStored: true }))),
  ok('Z18', 'other-order', () => zipOf(partsWith().reverse())),
  ok('Z26', 'no-unix-mode', () => zipOf(partsWith({ central: { mode: 0 } }))),
  ok('Z35', 'zip64', () => yazlZip({ forceZip64Format: true }, false, goodText)),
  ok('Z35', 'zip64-streamed', () => yazlZip({ forceZip64Format: true }, true, goodText)),
  ok('Z37', 'streamed', () => yazlZip({}, true, goodText)),
  ok('Z37', 'streamed-stored', () => yazlZip({ compress: false }, true, goodText)),
  ok('Z40', 'malformed-ntfs-field', () =>
    zipOf(all({ both: { extra: extraField(0x000a, Buffer.alloc(5)) } })),
  ),
  ok('Z41', 'no-such-date', () => {
    const zip = zipOf(partsWith())
    for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 1)) {
      zip.writeUInt32LE(0xffffffff, at + 12)
    }
    return zip
  }),
  ok('Z11', 'names-not-marked-as-utf8', () => zipOf(all({ both: { flags: 0 } }))),
  ok('Z11', 'other-entry-in-cp437', () =>
    zipOf([
      ...partsWith(),
      { name: 'x', both: { flags: 0, nameBytes: Buffer.from([0x81, 0x8e, 0xff]) } },
    ]),
  ),
  ok('Z11', 'other-entry-in-no-encoding', () =>
    zipOf([...partsWith(), { name: 'x', both: { nameBytes: Buffer.from([0xff, 0xfe, 0xc0]) } }]),
  ),
  ok('Z11', 'unicode-path-field', () =>
    zipOf(partsWith({ both: unicodePath('x.txt', 'activity.txt') })),
  ),
]

/** The field in which old programs give the name in UTF-8. */
function unicodePath(name: string, path: string): Change['both'] {
  const head = Buffer.alloc(5)
  head.writeUInt8(1)
  head.writeUInt32LE(crcOf(name), 1)
  return { flags: 0, name, extra: extraField(0x7075, Buffer.concat([head, Buffer.from(path)])) }
}
