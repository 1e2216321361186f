import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lstatIfThere } from '#lib/files.ts'
import type { WorkerContext } from './context.ts'
import { endedBefore } from './old-rows.ts'

const dayMs = 24 * 3600 * 1000
const idsAtOnce = 1000
/** No upload takes so long: what has not grown since is what a crash has left. */
const unfinishedDays = 2

interface Context extends Pick<WorkerContext, 'pool' | 'directories' | 'imports'> {
  nowMs: number
}

/**
 * Deletes files that have had their time: zips that were imported, what is kept of imports that failed or left
 * rows out, and, in the processing directory, what belongs to no import any more. Answers how many of each.
 */
export async function purgeFiles(context: Context): Promise<[string, number][]> {
  const { directories, imports } = context
  const { archive, errorLogs, processing } = directories
  const { keepDays, keepRejectedDays } = imports
  return [
    [
      'archived zips',
      await purgeOf(context, { directory: archive, name: /^(\d+)\.zip$/, days: keepDays }),
    ],
    [
      'rejected exports',
      await purgeOf(context, { directory: errorLogs, name: /^(\d+)$/, days: keepRejectedDays }),
    ],
    ['stray files', await purgeStrays(context)],
    [
      'files of deleted imports',
      await purgeOf(context, {
        directory: processing,
        name: /^(\d+)\.(?:zip|work)$/,
        days: keepRejectedDays,
      }),
    ],
  ]
}

interface Place {
  directory: string
  /** Of what an import leaves here; its id is in the first group. */
  name: RegExp
  days: number
}

/** By when the import ended; where its row is gone, with its course, by when the file was put there. */
async function purgeOf(
  { pool, nowMs }: Context,
  { directory, name, days }: Place,
): Promise<number> {
  const found = (await readdir(directory)).flatMap((entry) => {
    const id = name.exec(entry)?.[1]
    return id === undefined ? [] : [{ id: Number(id), path: join(directory, entry) }]
  })
  let count = 0
  for (let start = 0; start < found.length; start += idsAtOnce) {
    const some = found.slice(start, start + idsAtOnce)
    const ids = some.map(({ id }) => id)
    const known = await endedBefore(pool, ids, days)
    for (const { id, path } of some) {
      if (known.get(id)?.isOld ?? (await isOlder(path, days, nowMs))) {
        await rm(path, { recursive: true, force: true })
        count += 1
      }
    }
  }
  return count
}

/**
 * Uploads and counts of a course that a crash cut short, and zips that lay where the one of a new import
 * belonged.
 */
async function purgeStrays({ directories, imports, nowMs }: Context): Promise<number> {
  const { processing } = directories
  let count = 0
  for (const name of await readdir(processing)) {
    const isUnfinished = /^\..+\.part$|^figures-\w{6}$/.test(name)
    if (!isUnfinished && !/^\d+\.zip\.stray-\d+$/.test(name)) continue
    const path = join(processing, name)
    if (!(await isOlder(path, isUnfinished ? unfinishedDays : imports.keepRejectedDays, nowMs)))
      continue
    await rm(path, { recursive: true, force: true })
    count += 1
  }
  return count
}

async function isOlder(path: string, days: number, nowMs: number): Promise<boolean> {
  const status = await lstatIfThere(path)
  return status !== undefined && nowMs - status.ctimeMs > days * dayMs
}
