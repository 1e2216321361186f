import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'
import { openArchive } from '#import/blackboard/archive.ts'
import { readEntry } from '#import/blackboard/entry-stream.ts'
import type { FailureCode } from '#shared/import.ts'
import { contentOf, exportParts, zipOf, type Part } from '../support/broken-zips.ts'
import { defaultLimits, readArchive, withFile } from '../support/read-archive.ts'

const outcome = async (activity: Partial<Part>, limits = defaultLimits) =>
  await readArchive(zipOf(exportParts(activity)), limits).catch((error: unknown) => error)

const content = Buffer.from(contentOf('activity.txt'))
const deflated = deflateRawSync(content)
/** More than is harmless, packed as tightly as can be. */
const bomb = deflateRawSync(Buffer.alloc(110 * 2 ** 20, 'A'))

function flipped(bytes: Buffer, at: number, mask = 0xff): Buffer {
  const copy = Buffer.from(bytes)
  copy[at]! ^= mask
  return copy
}

describe('the stream of an entry', () => {
  it.each<[string, Partial<Part>]>([
    ['a flipped byte in stored data', { isStored: true, packed: flipped(content, 100) }],
    ['a flipped bit in stored data', { isStored: true, packed: flipped(content, 100, 1) }],
    [
      'a flipped byte at the end of stored data',
      { isStored: true, packed: flipped(content, content.length - 1) },
    ],
    ...Array.from(deflated, (_, at): [string, Partial<Part>] => [
      `a flipped byte at ${at} of deflated data`,
      { packed: flipped(deflated, at) },
    ]),
    ['a wrong checksum', { both: { crc32: 7 } }],
    ['more data than declared', { both: { uncompressedSize: content.length - 1 } }],
    ['less data than declared', { both: { uncompressedSize: content.length + 1 } }],
    [
      'stored data of two lengths',
      { isStored: true, both: { uncompressedSize: content.length + 1 } },
    ],
    ['no data at all', { packed: Buffer.alloc(0) }],
    ['data that are cut off', { packed: deflated.subarray(0, -3) }],
    ['data that go on after their end', { packed: Buffer.concat([deflated, Buffer.from('rest')]) }],
    ['no deflated data', { packed: Buffer.from('this is text') }],
  ])('fails with damaged_zip for %s', async (_, activity) => {
    expect(await outcome(activity)).toMatchObject({ code: 'damaged_zip', name: 'ExportUnusable' })
  })

  const small = { maxEntryBytes: 1000, maxRatio: 1000 }
  it.each<[FailureCode, string, Partial<Part>, typeof small]>([
    ['unsafe_zip', 'declares more than allowed', {}, small],
    [
      'unsafe_zip',
      'declares little and holds more than allowed',
      { both: { uncompressedSize: 9 } },
      { ...small, maxEntryBytes: 3000 },
    ],
    [
      'unsafe_zip',
      'declares a size near 2^64',
      {
        both: {
          uncompressedSize: 0xffffffff,
          extra: Buffer.concat([Buffer.from([1, 0, 8, 0]), Buffer.alloc(8, 0xff)]),
        },
      },
      defaultLimits,
    ],
    [
      'unsafe_zip',
      'is packed too well',
      { packed: bomb, both: { uncompressedSize: 110 * 2 ** 20 } },
      defaultLimits,
    ],
    [
      'unsafe_zip',
      'is packed too well, as its own header admits',
      { packed: bomb, local: { uncompressedSize: 110 * 2 ** 20 } },
      defaultLimits,
    ],
    [
      'unsafe_zip',
      'is packed too well and says that it is small',
      { packed: bomb, both: { uncompressedSize: 1000 } },
      defaultLimits,
    ],
    [
      'unsafe_zip',
      'goes on and on, though packed as real tables are',
      { packed: bomb, both: { uncompressedSize: 1000 } },
      { ...defaultLimits, maxRatio: 2000 },
    ],
  ])('fails with %s for an entry that %s', async (code, _, activity, limits) => {
    expect(await outcome(activity, limits)).toMatchObject({ code, name: 'ExportUnusable' })
  })

  it('takes a large file that is packed well, if the ratio is allowed', async () => {
    const data = Buffer.alloc(110 * 2 ** 20, 'A')
    const read = await outcome({ data, packed: bomb }, { ...defaultLimits, maxRatio: 2000 })
    expect((read as Record<string, string>)['activity.txt']).toHaveLength(data.length)
  })

  it('hands out nothing beyond the declared size', async () => {
    const zip = zipOf(exportParts({ both: { uncompressedSize: 100 } }))
    await withFile(zip, async (path) => {
      const archive = await openArchive(path, defaultLimits)
      let bytes = 0
      const reading = async () => {
        for await (const chunk of archive.stream('activity.txt')) bytes += chunk.length
      }
      await expect(reading()).rejects.toMatchObject({ code: 'damaged_zip' })
      expect(bytes).toBeLessThanOrEqual(100)
      await archive.close()
    })
  })

  it('can be left early and read again', async () => {
    await withFile(zipOf(exportParts()), async (path) => {
      const archive = await openArchive(path, defaultLimits)
      for await (const chunk of archive.stream('activity.txt')) {
        expect(chunk.length).toBeGreaterThan(0)
        break
      }
      const chunks: Buffer[] = []
      for await (const chunk of archive.stream('activity.txt')) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(content)).toBe(true)
      await archive.close()
    })
  })
})

/** A disk that fails once it has to read beyond `goodBytes`. */
class FailingDisk extends RandomAccessReader {
  readonly #bytes: Buffer
  goodBytes = Infinity

  constructor(bytes: Buffer) {
    super()
    this.#bytes = bytes
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const bytes = this.#bytes
    const { goodBytes } = this
    const chunks = function* () {
      yield bytes.subarray(start, Math.min(end, goodBytes))
      if (end > goodBytes)
        throw Object.assign(new Error('i/o error'), { code: 'EIO', syscall: 'read' })
    }
    return Readable.from(chunks())
  }
}

describe('trouble of the machine', () => {
  it.each(['EISDIR', 'ENOENT'])('stays what it is: %s', async (code) => {
    await withFile(Buffer.alloc(0), async (path) => {
      const target = code === 'EISDIR' ? dirname(path) : `${path}.gone`
      await expect(openArchive(target, defaultLimits)).rejects.toMatchObject({
        code,
        name: 'Error',
      })
    })
  })

  it.each([true, false])(
    'stays what it is in the middle of an entry (stored: %s)',
    async (isStored) => {
      const zip = zipOf(exportParts({ isStored }))
      const disk = new FailingDisk(zip)
      const opened = await fromRandomAccessReaderPromise(disk, zip.length, { autoClose: false })
      const entries = await Array.fromAsync(opened.eachEntry())
      const entry = entries.at(-1)!
      disk.goodBytes = entry.relativeOffsetOfLocalHeader + 60
      const stream = readEntry(opened, 'activity.txt', { entry, limits: defaultLimits })
      await expect(Array.fromAsync(stream)).rejects.toMatchObject({ code: 'EIO', name: 'Error' })
    },
  )
})
