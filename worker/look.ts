import type { BigIntStats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '#lib/files.ts'
import { kindOfName, printableName } from './file-names.ts'

/** A file in a watched directory that may be for us. */
export interface Dropped {
  directory: string
  path: string
  name: string
  /** Whether the name is that of a zip. */
  isZip: boolean
  sizeBytes: number
  modifiedMs: number
  /** Of any kind of change; unlike the modification time no uploader sets it. */
  changedMs: number
  /** Differs as soon as anything about the file has changed. */
  fingerprint: string
}

export interface Look {
  files: Dropped[]
  /** Uploads under passing names. */
  uploads: number
  /** Names of what no exporter writes, printable: links, pipes, directories called `.zip`, odd names. */
  odd: string[]
  /** What could not be looked at: a directory that is missing, a file on a share that went away. */
  troubles: { path: string; error: unknown }[]
}

/** Lists the directories, oldest file first. Never opens anything and follows no link: it cannot be held up. */
export async function look(directories: readonly string[]): Promise<Look> {
  const seen: Look = { files: [], uploads: 0, odd: [], troubles: [] }
  for (const directory of directories) {
    try {
      await lookInto(directory, seen)
    } catch (error) {
      seen.troubles.push({ path: directory, error })
    }
  }
  seen.files.sort((a, b) => a.modifiedMs - b.modifiedMs || (a.name < b.name ? -1 : 1))
  return seen
}

async function lookInto(directory: string, seen: Look): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true, encoding: 'buffer' })
  for (const entry of entries) {
    const kind = kindOfName(entry.name)
    const isZip = kind === 'export'
    if (kind === 'upload') seen.uploads += 1
    else if (kind === 'odd' || (!entry.isFile() && (isZip || !entry.isDirectory()))) {
      seen.odd.push(printableName(entry.name))
    } else if (entry.isFile()) {
      await lookAt(directory, entry.name.toString(), isZip, seen)
    }
  }
}

async function lookAt(directory: string, name: string, isZip: boolean, seen: Look): Promise<void> {
  const path = join(directory, name)
  try {
    const status = await lstat(path, { bigint: true })
    seen.files.push({
      directory,
      path,
      name,
      isZip,
      sizeBytes: Number(status.size),
      modifiedMs: Number(status.mtimeMs),
      changedMs: Number(status.ctimeMs),
      fingerprint: fingerprint(status),
    })
  } catch (error) {
    // Taken away between the listing and now.
    if (!hasCode(error, 'ENOENT')) seen.troubles.push({ path, error })
  }
}

function fingerprint({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':')
}
