import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { keptPaths, lstatIfThere } from '#lib/files.ts'
import type { Import } from '#shared/import.ts'
import type { Deps } from '../deps.ts'

export interface Rejects {
  sizeBytes: number
  /** To be read to its end or cancelled. */
  read: () => ReadableStream<Uint8Array>
}

/**
 * The rows that an import has left out; undefined if there are none, or not any more. A file that an earlier
 * try of the import has left is not taken for one of its own.
 */
export async function findRejects(
  directories: Deps['settings']['directories'],
  { id, state, receipt }: Import,
): Promise<Rejects | undefined> {
  const hasSkipped = Object.values(receipt?.files ?? {}).some(
    ({ skipped }) => Object.keys(skipped).length > 0,
  )
  if (state !== 'failed' && !hasSkipped) return undefined
  const path = keptPaths(directories, id).rejects
  const status = await lstatIfThere(path)
  if (!status?.isFile()) return undefined
  return {
    sizeBytes: status.size,
    read: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
  }
}
