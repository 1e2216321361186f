import { writeSync } from 'node:fs'

/** `writeSync` may write less than it is given, such as on a disk that is nearly full. */
export function writeFully(file: number, bytes: Uint8Array) {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written)
  }
}
