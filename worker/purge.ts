import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lstatIfThere } from '#lib/files.ts'
import type { WorkerContext } from './context.ts'
import { archivedImports, deleteOldRows, tablesWithAge } from './old-rows.ts'

const dayMs = 24 * 3600 * 1000
const idsAtOnce = 1000

/** Deletes what has had its time: rows, and archived zips past `keepDays`. Returns what it did, in words. */
export async function purge(context: Pick<WorkerContext, 'pool' | 'directories' | 'imports'>) {
  const counts: [string, number][] = []
  for (const table of tablesWithAge) counts.push([table, await deleteOldRows(context.pool, table)])
  counts.push(['archived zips', await purgeArchive(context)])
  return counts.flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ')
}

async function purgeArchive({
  pool,
  directories,
  imports,
}: Pick<WorkerContext, 'pool' | 'directories' | 'imports'>): Promise<number> {
  const names = await readdir(directories.archive)
  const ids = names.flatMap((name) => /^(\d+)\.zip$/.exec(name)?.slice(1).map(Number) ?? [])
  let count = 0
  for (let start = 0; start < ids.length; start += idsAtOnce) {
    const some = ids.slice(start, start + idsAtOnce)
    const known = await archivedImports(pool, some, imports.keepDays)
    for (const id of some) {
      const path = join(directories.archive, `${id}.zip`)
      // A zip whose row is gone, with its course, is judged by when it was put there.
      const isOld = known.get(id)?.isOld ?? (await isOlder(path, imports.keepDays))
      if (!isOld) continue
      await rm(path, { force: true })
      count += 1
    }
  }
  return count
}

async function isOlder(path: string, days: number): Promise<boolean> {
  const status = await lstatIfThere(path)
  return status !== undefined && Date.now() - status.ctimeMs > days * dayMs
}
