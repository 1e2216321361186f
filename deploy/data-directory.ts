import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { tryLock } from './file-lock.ts'

/** Everything that a command keeps: servers, drop, logs, made-up secrets. One command at a time has it. */
export interface DataDirectory {
  path: string
  /** Makes a folder inside that opens to its own user only. */
  folder: (name: string) => string
  /** A made-up secret, the same for the life of the directory. */
  secret: (name: SecretName) => string
  close: () => void
}

const secretNames = ['key', 'database', 'broker', 'node', 'administrator', 'owner'] as const
type SecretName = (typeof secretNames)[number]

export function openDataDirectory(relativePath: string): DataDirectory {
  const path = resolve(relativePath)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const close = tryLock(join(path, 'lock'))
  if (!close) {
    throw new CannotStart(
      `another command is using ${path}: end it, or give this one its own with CLOOP_DATA_DIR (and PORT)`,
    )
  }
  const secrets = readSecrets(join(path, 'secrets.json'))
  return {
    path,
    folder: (name) => {
      const folder = join(path, name)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    secret: (name) => secrets[name],
    close,
  }
}

function readSecrets(file: string): Record<SecretName, string> {
  if (!existsSync(file)) {
    const made = Object.fromEntries(
      secretNames.map((name) => [name, randomBytes(16).toString('hex')]),
    )
    writeFileSync(`${file}.part`, JSON.stringify(made, null, 2), { mode: 0o600 })
    renameSync(`${file}.part`, file)
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Record<SecretName, string>
}
