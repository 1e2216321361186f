import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { openArchive } from '#import/blackboard/archive.ts'
import { exportFiles } from '#shared/import.ts'

export const defaultLimits = { maxEntryBytes: 8 * 2 ** 30, maxRatio: 1000 }

/** Gives `work` a file with these bytes, and removes it. */
export async function withFile<T>(bytes: Buffer, work: (path: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'cloop-'))
  try {
    const path = join(directory, 'export.zip')
    await writeFile(path, bytes)
    return await work(path)
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Opens an archive and reads all five files to their ends, as an import does. */
export async function readArchive(
  bytes: Buffer,
  limits = defaultLimits,
): Promise<Record<string, string>> {
  return await withFile(bytes, async (path) => {
    const archive = await openArchive(path, limits)
    try {
      const texts: Record<string, string> = {}
      for (const file of exportFiles) texts[file] = await text(archive.stream(file))
      return texts
    } finally {
      await archive.close()
    }
  })
}
