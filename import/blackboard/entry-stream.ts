import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import { ExportUnusable, isSystemError } from '../problems.ts'
import { harmlessBytes, refuseIfTooLarge, type ArchiveLimits } from './limits.ts'
import { damaged, unsafe } from './zip-failures.ts'

const chunkBytes = 64 * 2 ** 10
const deflated = 8

/**
 * The unpacked bytes of an entry. Sizes are counted, not believed: never more than declared is handed
 * out, and the end throws `damaged_zip` unless length and CRC-32 are what the directory says.
 */
export async function* readEntry(
  zip: ZipFile,
  name: string,
  { entry, limits }: { entry: Entry; limits: ArchiveLimits },
): AsyncGenerator<Buffer> {
  const { compressedSize, uncompressedSize: declared } = entry
  let size = 0
  let checksum = 0
  for await (const chunk of unpacked(zip, name, entry)) {
    size += chunk.length
    refuseIfTooLarge(name, { compressedSize, uncompressedSize: size }, limits)
    if (size <= declared) {
      checksum = crc32(chunk, checksum)
      yield chunk
    } else if (size - declared > harmlessBytes) {
      throw unsafe(`says that ${name} unpacks to ${declared} bytes, and it goes on after ${size}`)
    }
  }
  if (size !== declared) {
    throw damaged(`${name} should unpack to ${declared} bytes and unpacks to ${size}`)
  }
  if (checksum !== entry.crc32) {
    throw damaged(`the checksum of ${name} is ${hex(checksum)} and should be ${hex(entry.crc32)}`)
  }
}

const hex = (checksum: number) => checksum.toString(16).padStart(8, '0')

/** Unpacks with chunks of our size; throws `damaged_zip` where the data are no deflate stream of the right length. */
async function* unpacked(zip: ZipFile, name: string, entry: Entry): AsyncGenerator<Buffer> {
  try {
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false })
    if (entry.compressionMethod !== deflated) {
      yield* packed as AsyncIterable<Buffer>
      return
    }
    const inflate = createInflateRaw({ chunkSize: chunkBytes })
    // Whoever iterates over `inflate` is told of every error in the pipeline.
    pipeline(packed, inflate, () => {})
    yield* inflate as AsyncIterable<Buffer>
    if (inflate.bytesWritten !== entry.compressedSize) {
      throw damaged(
        `the data of ${name} end after ${inflate.bytesWritten} of ${entry.compressedSize} bytes`,
      )
    }
  } catch (error) {
    if (error instanceof ExportUnusable || isSystemError(error) || isOutOfMemory(error)) throw error
    throw damaged(`${name} cannot be unpacked`, { cause: error })
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_MEM_ERROR'
}
