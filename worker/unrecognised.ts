import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lstatIfThere, syncDirectory } from '#lib/files.ts'
import type { Dropped } from './look.ts'

/** The sub-directory of a watched directory where files that belong to no course wait for an administrator. */
const folder = 'unrecognised'

/** Moves a file there, with a line beside it that says why. Overwrites nothing; ENOENT if the file is gone. */
export async function moveToUnrecognised({ directory, path, name }: Dropped, reason: string) {
  const target = join(directory, folder)
  await mkdir(target, { recursive: true })
  const free = await freeName(target, name)
  await writeFile(join(target, `${free}.txt`), `${reason}\n`)
  await rename(path, join(target, free))
  await syncDirectory(target)
}

/** The name, or with a number before its ending: `1_X.zip`, `1_X (2).zip`; free for the file and its line. */
async function freeName(directory: string, name: string): Promise<string> {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? []
  let free = name
  const isTaken = async (path: string) =>
    Boolean((await lstatIfThere(path)) ?? (await lstatIfThere(`${path}.txt`)))
  for (let number = 2; await isTaken(join(directory, free)); number += 1) {
    free = `${stem} (${number})${ending}`
  }
  return free
}
