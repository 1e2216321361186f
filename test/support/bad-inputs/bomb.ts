import { constants, crc32, deflateRawSync } from 'node:zlib'
import type { Part } from '../broken-zips.ts'

const mebibyte = 2 ** 20

/**
 * A part that unpacks to `bytes` bytes, made without ever holding them: one packed MiB, again and again. Every
 * flush adds `filler` bytes for each KiB, so that it need not be packed suspiciously well.
 */
export function bombOf(bytes: number, filler = 0): Partial<Part> {
  const block = Buffer.alloc(mebibyte, 'A')
  for (let at = 0; at < mebibyte; at += 1024) {
    for (let n = 0; n < filler; n++) block[at + n] = 97 + ((at * 31 + n * n * 7 + (at >> 7)) % 26)
  }
  const packed = deflateRawSync(block, { finishFlush: constants.Z_FULL_FLUSH, level: 9 })
  const blocks = bytes / mebibyte
  let checksum = 0
  for (let n = 0; n < blocks; n++) checksum = crc32(block, checksum)
  return {
    packed: Buffer.concat([...Array.from({ length: blocks }, () => packed), deflateRawSync('')]),
    both: { crc32: checksum, uncompressedSize: bytes },
  }
}
