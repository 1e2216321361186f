import { gzipSync } from 'node:zlib'
import { zipOf } from '../broken-zips.ts'
import { goodTold, partsWith, type BadInput } from './bad-input.ts'

const good = zipOf(partsWith())
const signature = Buffer.from('PK\x05\x06', 'latin1')

const magic = (text: string, offset = 0): Buffer =>
  Buffer.concat([Buffer.alloc(offset), Buffer.from(text, 'latin1'), Buffer.alloc(500)])

const noZip = (what: string, id: string, bytes: Buffer, says: RegExp): BadInput => ({
  ...{ id, what, zip: () => bytes, outcome: 'not_a_zip', says },
})

const cut = (what: string, bytes: Buffer): BadInput => ({
  ...{ id: 'Z03', what, zip: () => bytes, outcome: 'truncated_zip' },
  says: new RegExp(`its end is missing after ${bytes.length} bytes`),
})

const share = (part: number) => good.subarray(0, Math.floor(good.length * part))

const damaged = (id: string, what: string, zip: Buffer, says: RegExp): BadInput => ({
  ...{ id, what, zip: () => zip, outcome: 'damaged_zip', says },
})

/** What is no zip, or not all of one, or a zip that contradicts itself at its end. */
export const notZips: BadInput[] = [
  noZip('empty', 'Z01', Buffer.alloc(0), /It is empty/),
  noZip('one-byte', 'Z01', Buffer.from('P'), /not a zip archive/),
  noZip('zeros', 'Z01', Buffer.alloc(100_000), /not a zip archive/),
  noZip('web-page', 'Z02', Buffer.from('<!DOCTYPE html><title>504</title>'), /like a web page/),
  noZip('json', 'Z02', Buffer.from('{"error":"no such course"}'), /not a zip archive/),
  noZip('gzip', 'Z06', gzipSync('text'), /like a gzip file/),
  noZip('rar', 'Z06', magic('Rar!\x1a\x07\x01\x00'), /like a RAR archive/),
  noZip('7z', 'Z06', magic('7z\xbc\xaf\x27\x1c'), /like a 7-Zip archive/),
  noZip('tar', 'Z06', magic('ustar', 257), /like a tar archive/),
  ...[0.1, 0.5, 0.9, 0.99].map((part) => cut(`${100 * part}-percent`, share(part))),
  cut('all-but-a-byte', good.subarray(0, -1)),
  cut('header-only', good.subarray(0, 4)),
  cut('half-a-comment', zipOf(partsWith(), { comment: Buffer.alloc(9) }).subarray(0, -4)),
  cut('whole-zip-inside-then-nothing', cutAfterInner()),
  damaged(
    'Z04',
    'bytes-appended',
    zipOf(partsWith(), { appended: Buffer.alloc(100) }),
    /100 bytes follow/,
  ),
  damaged('Z04', 'two-zips-in-one', Buffer.concat([good, good]), /\d+ bytes follow/),
  damaged(
    'Z05',
    'bytes-prepended',
    zipOf(partsWith(), { prepended: Buffer.from('MZ program') }),
    /put before it/,
  ),
  damaged('Z19', 'count-99', zipOf(partsWith(), { count: 99 }), /cannot hold 99 entries/),
  damaged('Z19', 'count-6', zipOf(partsWith(), { count: 6 }), /directory cannot be read after 5/),
  damaged('Z20', 'count-2', zipOf(partsWith(), { count: 2 }), /2 entries that it counts take up/),
  damaged('Z20', 'count-0', zipOf(partsWith(), { count: 0 }), /0 entries that it counts/),
  damaged(
    'Z20',
    'two-counts',
    zipOf(partsWith(), { countHere: 4 }),
    /counts its entries as 5 and as 4/,
  ),
  damaged(
    'Z20',
    'long-directory',
    zipOf(partsWith(), { directoryBytes: 500 }),
    /directory should end at/,
  ),
  damaged(
    'Z20',
    'directory-elsewhere',
    zipOf(partsWith(), { directoryOffset: 3 }),
    /directory should end at/,
  ),
  damaged(
    'Z39',
    'end-record-in-comment',
    zipOf(partsWith(), { comment: good.subarray(-22) }),
    /second end record/,
  ),
  damaged(
    'Z39',
    'signature-in-comment',
    zipOf(partsWith(), { comment: signature }),
    /second end record/,
  ),
  {
    ...{ id: 'Z38', what: 'one-part-of-several', zip: () => zipOf(partsWith(), { disk: 1 }) },
    ...{ outcome: 'unsupported_zip', says: /one part of an archive that is split/ },
  },
  {
    ...{ id: 'Z39', what: 'harmless-comment', outcome: 'ok', told: goodTold },
    zip: () => zipOf(partsWith(), { comment: Buffer.from('made by an exporter') }),
  },
]

/** A zip that holds a zip, stored, and was cut off after that. */
function cutAfterInner(): Buffer {
  const whole = zipOf([{ name: 'inner.zip', data: good, isStored: true }, ...partsWith()])
  return whole.subarray(0, good.length + 60)
}
