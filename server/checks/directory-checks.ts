import { randomBytes } from 'node:crypto'
import { rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { failed, passed, type ChecksContext, type Definition, type Finding } from './finding.ts'

const roomBytes = 2 ** 30

export const directoryChecks: Definition[] = [
  { name: 'directories', check: (context) => judgeEach(context, isThere, 'all there') },
  {
    name: 'directories-writable',
    needs: ['directories'],
    check: (context) =>
      judgeEach(context, takesFiles, 'all take files, and rename them in one step'),
  },
  {
    name: 'directories-room',
    needs: ['directories'],
    check: (context) => judgeEach(context, hasRoom, 'at least 1 GiB free in each'),
  },
]

/** Directories with the settings that name them. */
function directoriesOf({ directories, backupDirectory }: Config): [string, string][] {
  const { imports, processing, errorLogs, archive } = directories
  return [
    ...imports.map((path): [string, string] => ['DATA_IMPORT_DIR', path]),
    ['DATA_PROCESSING_DIR', processing],
    ['DATA_ERROR_LOGS_DIR', errorLogs],
    ['DATA_ARCHIVE_DIR', archive],
    ...(backupDirectory ? [['BACKUP_DIR', backupDirectory] as [string, string]] : []),
  ]
}

interface Trouble {
  text: string
  advice: string
}

async function judgeEach(
  { config }: ChecksContext,
  judge: (path: string) => Promise<Trouble | undefined>,
  allWell: string,
): Promise<Finding> {
  const troubles: Trouble[] = []
  for (const [setting, path] of directoriesOf(config)) {
    const trouble = await judge(path)
    if (trouble) troubles.push({ ...trouble, text: `${setting} ${path} ${trouble.text}` })
  }
  const [first] = troubles
  if (!first) return passed(allWell)
  return failed(troubles.map(({ text }) => text).join('; '), first.advice)
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

async function isThere(path: string): Promise<Trouble | undefined> {
  const advice = 'Make the directory, owned by the user that cloop runs as, or correct the setting.'
  try {
    return (await stat(path)).isDirectory() ? undefined : { text: 'is no directory', advice }
  } catch (error) {
    return { text: `cannot be opened (${codeOf(error)})`, advice }
  }
}

/** Under a name that scans take for an upload under way. */
async function takesFiles(path: string): Promise<Trouble | undefined> {
  const from = join(path, `.cloop-check-${randomBytes(6).toString('hex')}`)
  const to = `${from}-renamed`
  try {
    await writeFile(from, 'x')
    await rename(from, to)
    return undefined
  } catch (error) {
    return {
      text: `does not take a file (${codeOf(error)})`,
      advice: 'Give the user that cloop runs as the right to write there.',
    }
  } finally {
    for (const left of [from, to]) await rm(left, { force: true }).catch(() => {}) // said above
  }
}

async function hasRoom(path: string): Promise<Trouble | undefined> {
  const { bavail, bsize } = await statfs(path)
  const freeBytes = bavail * bsize
  if (freeBytes >= roomBytes) return undefined
  return {
    text: `has ${Math.floor(freeBytes / 2 ** 20)} MiB left`,
    advice: 'Free some room, or move the directory to a larger file system: imports need it.',
  }
}
