import { describe, expect, it } from 'vitest'
import type { FailureCode } from '#shared/import.ts'
import { zipOf } from '../support/broken-zips.ts'
import { readArchive } from '../support/read-archive.ts'
import { yazlZip } from '../support/yazl-zip.ts'

const endBytes = 22
const locatorBytes = 20

describe('Zip64 records', () => {
  it.each<[FailureCode, string, (zip: Buffer, record: number, locator: number) => void]>([
    ['damaged_zip', 'at a wrong place', (zip, _, locator) => zip.writeBigUInt64LE(0n, locator + 8)],
    [
      'damaged_zip',
      'at a place near 2^63',
      (zip, _, locator) => zip.writeBigUInt64LE(2n ** 63n - 1n, locator + 8),
    ],
    ['damaged_zip', 'without their signature', (zip, record) => zip.writeUInt32LE(0, record)],
    ['damaged_zip', 'of a wrong length', (zip, record) => zip.writeBigUInt64LE(9n, record + 4)],
    ['damaged_zip', 'that count too many', (zip, record) => zip.writeBigUInt64LE(6n, record + 32)],
    [
      'damaged_zip',
      'that count near 2^63',
      (zip, record) => {
        zip.writeBigUInt64LE(2n ** 63n, record + 24)
        zip.writeBigUInt64LE(2n ** 63n, record + 32)
      },
    ],
    [
      'damaged_zip',
      'with a long directory',
      (zip, record) => zip.writeBigUInt64LE(2n ** 63n, record + 40),
    ],
    [
      'damaged_zip',
      'with a far directory',
      (zip, record) => zip.writeBigUInt64LE(2n ** 63n, record + 48),
    ],
    [
      'damaged_zip',
      'that the end record contradicts',
      (zip) => zip.writeUInt32LE(7, zip.length - 10),
    ],
    ['unsupported_zip', 'of another disk', (zip, record) => zip.writeUInt32LE(1, record + 16)],
  ])('fail with %s %s', async (code, _, spoil) => {
    const zip = await yazlZip({ forceZip64Format: true })
    const locator = zip.length - endBytes - locatorBytes
    spoil(zip, Number(zip.readBigUInt64LE(locator + 8)), locator)
    await expect(readArchive(zip)).rejects.toMatchObject({ code, name: 'ExportUnusable' })
  })

  it('fail with unsafe_zip for 70,000 entries', async () => {
    const entries = Array.from({ length: 70_000 }, (_, index) => ({
      name: `${index}`,
      isStored: true,
    }))
    const zip = withZip64Records(zipOf(entries), entries.length)
    await expect(readArchive(zip)).rejects.toMatchObject({
      code: 'unsafe_zip',
      message: expect.stringContaining('lists 70000 entries'),
    })
  })
})

/** Puts the records in front of the end record that allow for more entries than that can count. */
function withZip64Records(zip: Buffer, entries: number): Buffer {
  const end = Buffer.from(zip.subarray(-endBytes))
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(entries), 24)
  record.writeBigUInt64LE(BigInt(entries), 32)
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40)
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48)
  const locator = Buffer.alloc(locatorBytes)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(zip.length - endBytes), 8)
  locator.writeUInt32LE(1, 16)
  end.fill(0xff, 8, 20)
  return Buffer.concat([zip.subarray(0, -endBytes), record, locator, end])
}
