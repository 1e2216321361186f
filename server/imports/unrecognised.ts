import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode, openRegularFile } from '#lib/files.ts'
import type { UnrecognisedFile } from '#shared/unrecognised.ts'
import { ApiError, notFound } from '../api-error.ts'

/** A file that belongs to no course, as its directory has it. */
export interface Unrecognised {
  name: string
  /** The watched directory. */
  directory: string
  path: string
  /** The line beside it that says why it is here; not every file has one. */
  notePath: string
  hasNote: boolean
  sizeBytes: number
  foundAt: Date
}

const folder = 'unrecognised'
const noteEnding = '.txt'
const mostNoteBytes = 2000

/** What lies in the watched directories' sub-directories of files that belong to no course. */
export async function listUnrecognised(directories: readonly string[]): Promise<Unrecognised[]> {
  const lists = await Promise.all(directories.map(listOf))
  return lists.flat()
}

/**
 * The file of this name among those that are really there: no name of a request ever becomes a path. Throws
 * 404 where there is none, 409 where several directories have one and none is said.
 */
export async function findUnrecognised(
  directories: readonly string[],
  { name, directory }: { name: string; directory?: string | undefined },
): Promise<Unrecognised> {
  const found = (await listUnrecognised(directories)).filter(
    (file) => file.name === name && (directory === undefined || file.directory === directory),
  )
  const [file, other] = found
  if (!file) throw notFound()
  if (other) {
    const places = found.map((one) => one.directory).join(', ')
    throw new ApiError(409, `Several directories have a file of this name (${places}): say which.`)
  }
  return file
}

export async function deleteUnrecognised({ path, notePath }: Unrecognised): Promise<void> {
  try {
    await rm(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw notFound()
    throw error
  }
  await rm(notePath, { force: true })
}

export async function withReason(file: Unrecognised): Promise<UnrecognisedFile> {
  const { name, directory, sizeBytes, foundAt } = file
  return {
    name,
    directory,
    sizeBytes,
    foundAt: foundAt.toISOString(),
    reason: await reasonOf(file),
  }
}

async function listOf(directory: string): Promise<Unrecognised[]> {
  const place = join(directory, folder)
  const names = await fileNames(place)
  const isNote = (name: string) =>
    name.endsWith(noteEnding) &&
    names.has(name.slice(0, -noteEnding.length)) &&
    // It might itself be a file that somebody dropped, with a note of its own.
    !names.has(`${name}${noteEnding}`)
  const files = [...names].filter((name) => !isNote(name))
  const seen = await Promise.all(files.map((name) => look(directory, name, names)))
  return seen.filter((file) => file !== undefined)
}

/** Regular files only, without uploads and copies under way; a name that is not UTF-8 names nothing here. */
async function fileNames(place: string): Promise<Set<string>> {
  try {
    const entries = await readdir(place, { withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    return new Set(files.filter((name) => !name.startsWith('.')))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return new Set()
    throw error
  }
}

async function look(
  directory: string,
  name: string,
  names: ReadonlySet<string>,
): Promise<Unrecognised | undefined> {
  const path = join(directory, folder, name)
  try {
    const { size, ctime } = await lstat(path)
    const notePath = `${path}${noteEnding}`
    const hasNote = names.has(`${name}${noteEnding}`)
    return { name, directory, path, notePath, hasNote, sizeBytes: size, foundAt: ctime }
  } catch (error) {
    // Taken away between the listing and now.
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function reasonOf({ notePath, hasNote }: Unrecognised): Promise<string | null> {
  if (!hasNote) return null
  try {
    const file = await openRegularFile(notePath)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(mostNoteBytes))
      return buffer.toString('utf8', 0, bytesRead).trim()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
