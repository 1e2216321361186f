import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exportFiles, type FailureCode } from '#shared/import.ts'
import { contentOf, exportParts, extraField, zipOf } from '../support/broken-zips.ts'
import { readArchive } from '../support/read-archive.ts'
import { yazlZip } from '../support/yazl-zip.ts'

const outcome = async (bytes: Buffer) => await readArchive(bytes).catch((error: unknown) => error)

const intact = zipOf(exportParts())

const unsafeNames = [
  '../../etc/cron.d/x',
  '../activity.txt',
  '/etc/passwd',
  '/activity.txt',
  'C:\\activity.txt',
  '..\\..\\evil',
  'activity.txt\0.exe',
]

describe('openArchive', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['deflated entries', () => intact],
    ['stored entries', () => zipOf(exportParts().map((part) => ({ ...part, isStored: true })))],
    ['another order', () => zipOf(exportParts().reverse())],
    ['what yazl writes', () => yazlZip({ mode: 0o100600 })],
    ['sizes after the data', () => yazlZip({}, true)],
    ['sizes after the data, stored', () => yazlZip({ compress: false }, true)],
    ['Zip64 records', () => yazlZip({ forceZip64Format: true })],
    ['Zip64 records and sizes after the data', () => yazlZip({ forceZip64Format: true }, true)],
    ['a comment', () => zipOf(exportParts(), { comment: Buffer.from('made by an exporter') })],
    ['no Unix mode', () => zipOf(exportParts({ central: { mode: 0 } }))],
    ['names not marked as UTF-8', () => zipOf(exportParts({ both: { flags: 0 } }))],
    [
      'a malformed NTFS field',
      () => zipOf(exportParts({ both: { extra: extraField(0x000a, Buffer.alloc(5)) } })),
    ],
    [
      'entries of no meaning',
      () =>
        zipOf([
          ...exportParts(),
          { name: '__MACOSX/', data: '' },
          { name: '.DS_Store', data: 'x' },
          { name: 'user.txt', data: 'x' },
          { name: 'Icon\r', data: 'x' },
          { name: 'notes\\read..me.txt', data: 'x' },
          { name: 'inner.zip', data: intact, isStored: true },
          { name: 'secret.txt', data: 'x', both: { flags: 1, method: 99 } },
          { name: 'twice', data: '1' },
          { name: 'twice', data: '2' },
          { name: 'broken', data: 'x', both: { crc32: 1, uncompressedSize: 2 ** 31 } },
        ]),
    ],
  ])('reads %s', async (_, make) => {
    const read = await readArchive(await make())
    expect(read).toEqual(Object.fromEntries(exportFiles.map((file) => [file, contentOf(file)])))
  })

  const cut = (share: number) => intact.subarray(0, Math.floor(intact.length * share))
  it.each<[FailureCode, string, Buffer]>([
    ['not_a_zip', 'an empty file', Buffer.alloc(0)],
    ['not_a_zip', 'one byte', Buffer.from('P')],
    ['not_a_zip', 'a web page', Buffer.from('<!DOCTYPE html><title>504</title>')],
    ['not_a_zip', 'a gzip file', gzipSync('text')],
    ['not_a_zip', 'zeros', Buffer.alloc(100_000)],
    ['truncated_zip', 'a tenth', cut(0.1)],
    ['truncated_zip', 'half', cut(0.5)],
    ['truncated_zip', 'all but a hundredth', cut(0.99)],
    ['truncated_zip', 'all but a byte', intact.subarray(0, -1)],
    [
      'truncated_zip',
      'all but half a comment',
      zipOf(exportParts(), { comment: Buffer.alloc(9) }).subarray(0, -4),
    ],
    [
      'truncated_zip',
      'a stored zip inside, then nothing',
      (() => {
        const whole = zipOf([{ name: 'inner.zip', data: intact, isStored: true }, ...exportParts()])
        return whole.subarray(0, intact.length + 60)
      })(),
    ],
    ['damaged_zip', 'bytes after its end', zipOf(exportParts(), { appended: Buffer.alloc(100) })],
    [
      'damaged_zip',
      'bytes before its begin',
      zipOf(exportParts(), { prepended: Buffer.from('MZ program') }),
    ],
    [
      'damaged_zip',
      'an end record in its comment',
      zipOf(exportParts(), { comment: intact.subarray(-22) }),
    ],
    ['damaged_zip', 'a count that is too high', zipOf(exportParts(), { count: 99 })],
    ['damaged_zip', 'a count that is one too high', zipOf(exportParts(), { count: 6 })],
    ['damaged_zip', 'a count that is too low', zipOf(exportParts(), { count: 2 })],
    ['damaged_zip', 'a count of none', zipOf(exportParts(), { count: 0 })],
    ['damaged_zip', 'two counts', zipOf(exportParts(), { countHere: 4 })],
    ['damaged_zip', 'a directory that is too long', zipOf(exportParts(), { directoryBytes: 500 })],
    ['damaged_zip', 'a directory elsewhere', zipOf(exportParts(), { directoryOffset: 3 })],
    [
      'damaged_zip',
      'an extra field that overflows',
      zipOf(exportParts({ central: { extra: Buffer.from([1, 0, 9, 0]) } })),
    ],
    ['unsupported_zip', 'one part of several', zipOf(exportParts(), { disk: 1 })],
    ['missing_file', 'no entries', zipOf([])],
    [
      'missing_file',
      'a folder in place of a file',
      zipOf(exportParts({ name: 'activity.txt/', data: '' })),
    ],
    ['unsafe_zip', 'a file twice', zipOf([...exportParts(), { name: 'activity.txt', data: 'x' }])],
    [
      'unsafe_zip',
      'a link',
      zipOf(exportParts({ data: '/etc/passwd', central: { mode: 0o120777 } })),
    ],
    ['unsafe_zip', 'a pipe', zipOf(exportParts({ central: { mode: 0o010644 } }))],
    ...unsafeNames.flatMap((name): [FailureCode, string, Buffer][] => [
      ['unsafe_zip', `an entry named ${JSON.stringify(name)}`, zipOf([...exportParts(), { name }])],
      ['unsafe_zip', `activity.txt named ${JSON.stringify(name)}`, zipOf(exportParts({ name }))],
    ]),
    [
      'unsafe_zip',
      'a name of 65,000 bytes',
      zipOf([...exportParts(), { name: 'x'.repeat(65_000) }]),
    ],
    [
      'unsafe_zip',
      '1,001 entries',
      zipOf([...exportParts(), ...Array.from({ length: 996 }, (_, i) => ({ name: `${i}` }))]),
    ],
    [
      'unsafe_zip',
      'a directory full of comments',
      zipOf([
        ...exportParts(),
        ...Array.from({ length: 100 }, (_, i) => ({
          name: `${i}`,
          central: { comment: Buffer.alloc(65_000) },
        })),
      ]),
    ],
    [
      'unsafe_zip',
      'entries that share their bytes',
      zipOf([
        ...exportParts(),
        ...Array.from({ length: 900 }, (_, i) => ({ name: `${i}`, central: { offset: 0 } })),
      ]),
    ],
    [
      'unsafe_zip',
      'an entry inside another',
      (() => {
        const inner = zipOf([{ name: 'activity.txt', data: 'x' }])
        const at = 30 + 'cover'.length
        return zipOf([
          { name: 'cover', data: inner, isStored: true },
          ...exportParts({ central: { offset: at, crc32: 0 }, data: 'x' }),
        ])
      })(),
    ],
    ['unsupported_zip', 'an encrypted entry', zipOf(exportParts({ both: { flags: 1 } }))],
    [
      'unsupported_zip',
      'a strongly encrypted entry',
      zipOf(exportParts({ both: { flags: 0x41 } })),
    ],
    ...[9, 12, 14, 93, 99].map((method): [FailureCode, string, Buffer] => [
      'unsupported_zip',
      `method ${method}`,
      zipOf(exportParts({ both: { method } })),
    ]),
    [
      'damaged_zip',
      'another name in its own header',
      zipOf(exportParts({ local: { name: 'activitx.txt' } })),
    ],
    [
      'damaged_zip',
      'another method in its own header',
      zipOf(exportParts({ local: { method: 0 } })),
    ],
    [
      'damaged_zip',
      'another size in its own header',
      zipOf(exportParts({ local: { uncompressedSize: 7 } })),
    ],
    [
      'damaged_zip',
      'another packed size in its own header',
      zipOf(exportParts({ local: { compressedSize: 7 } })),
    ],
    [
      'damaged_zip',
      'another checksum in its own header',
      zipOf(exportParts({ local: { crc32: 7 } })),
    ],
    [
      'unsafe_zip',
      'an entry inside the header of another',
      zipOf(
        exportParts().map((part) => {
          if (part.name === 'all_user.txt') {
            const extra = extraField(0xcafe, Buffer.alloc(100))
            return { name: part.name, data: 'x', isStored: true, local: { extra } }
          }
          return part.name === 'all_resources.txt' ? { ...part, central: { offset: 60 } } : part
        }),
      ),
    ],
    [
      'damaged_zip',
      'an offset past the file',
      zipOf(exportParts({ central: { offset: 10_000_000 } })),
    ],
    ['damaged_zip', 'no header where one should be', zipOf(exportParts()).fill(0, 0, 4)],
    [
      'damaged_zip',
      'a packed size past the directory',
      zipOf(exportParts({ both: { compressedSize: 9999 } })),
    ],
  ])('fails with %s for %s', async (code, _, bytes) => {
    expect(await outcome(bytes)).toMatchObject({ code, name: 'ExportUnusable' })
  })
})
