import { ExportUnusable } from '../problems.ts'

export interface ArchiveLimits {
  /** Most bytes that one entry may unpack to. */
  maxEntryBytes: number
  /** Most times its packed size that an entry may unpack to, once that is over 100 MiB. */
  maxRatio: number
}

/** What unpacks to no more than this is harmless, however well it was packed. */
export const harmlessBytes = 100 * 2 ** 20

/** Throws `unsafe_zip` for an entry that unpacks, or says that it will, to more than is allowed. */
export function refuseIfTooLarge(
  name: string,
  { compressedSize, uncompressedSize }: { compressedSize: number; uncompressedSize: number },
  { maxEntryBytes, maxRatio }: ArchiveLimits,
) {
  if (uncompressedSize > maxEntryBytes) {
    throw new ExportUnusable(
      'unsafe_zip',
      `In the zip ${name} unpacks to more than ${maxEntryBytes} bytes, the most that is read. If the ` +
        'course is that large, raise IMPORT_MAX_ENTRY_BYTES.',
    )
  }
  if (uncompressedSize > harmlessBytes && uncompressedSize > maxRatio * compressedSize) {
    throw new ExportUnusable(
      'unsafe_zip',
      `In the zip ${name} unpacks to more than ${maxRatio} times its ${compressedSize} bytes, as no ` +
        'real table does. Find out where it came from, or raise IMPORT_MAX_RATIO.',
    )
  }
}
