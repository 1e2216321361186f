import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { lstatIfThere, moveFile, moveIfThere, zipPath } from '#lib/files.ts'
import type { KnownImport } from './claims.ts'

type Directories = Config['directories']

/** Its own scratch directory, beside the zip. */
export const workPath = ({ processing }: Pick<Directories, 'processing'>, importId: number) =>
  join(processing, `${importId}.work`)

/** What is kept of an import that failed or skipped rows. */
const errorPath = ({ errorLogs }: Pick<Directories, 'errorLogs'>, importId: number) =>
  join(errorLogs, String(importId))

/** Where the rows lie that an import left out: in the first place until they are put away in the second. */
export const rejectsPaths = (directories: Directories, importId: number) =>
  [workPath(directories, importId), errorPath(directories, importId)].map((path) =>
    join(path, 'rejects.csv'),
  )

export async function makeDirectories({ processing, errorLogs, archive }: Directories) {
  for (const path of [processing, errorLogs, archive]) await mkdir(path, { recursive: true })
}

/** An empty scratch directory, and the zip back from where a former failure had put it. */
export async function prepareFiles(directories: Directories, importId: number): Promise<void> {
  const work = workPath(directories, importId)
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  const zip = zipPath(directories, importId)
  const failed = join(errorPath(directories, importId), `${importId}.zip`)
  if (!(await lstatIfThere(zip)) && (await lstatIfThere(failed))) await moveFile(failed, zip)
}

/**
 * Puts away what a finished import leaves in the processing directory. The zip goes last: as long as it lies
 * there, `recover-imports` knows that this is not done. Safe to be called twice, also at once. What has not ended
 * (any more) keeps its files.
 */
export async function putAwayFiles(directories: Directories, ended: KnownImport): Promise<void> {
  const { id } = ended
  if (ended.state === 'queued' || ended.state === 'running') return
  const kept = errorPath(directories, id)
  const work = workPath(directories, id)
  const isKept = ended.state === 'failed' || ended.state === 'cancelled'
  if (isKept) await mkdir(kept, { recursive: true })
  if (ended.state === 'failed') await writeFile(join(kept, 'errors.txt'), errorsText(ended))
  if (await lstatIfThere(join(work, 'rejects.csv'))) {
    await mkdir(kept, { recursive: true })
    await moveIfThere(join(work, 'rejects.csv'), join(kept, 'rejects.csv'))
  }
  await rm(work, { recursive: true, force: true })
  await moveIfThere(
    zipPath(directories, id),
    join(isKept ? kept : directories.archive, `${id}.zip`),
  )
}

/** Deletes everything that is kept of an import, also where a crash left it. May be called again. */
export async function removeImportFiles(directories: Directories, importId: number) {
  const paths = [
    zipPath(directories, importId),
    workPath(directories, importId),
    errorPath(directories, importId),
    join(directories.archive, `${importId}.zip`),
  ]
  for (const path of paths) await rm(path, { recursive: true, force: true })
}

function errorsText({ id, fileName, failureCode, failureText }: KnownImport): string {
  return `import ${id}\nfile ${fileName}\n${failureCode}\n${failureText}\n`
}
