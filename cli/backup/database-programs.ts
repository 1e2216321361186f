import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { DatabaseSettings } from '#drizzle/pool.ts'
import { findProgram } from '#deploy/system-programs.ts'
import { CommandError } from '../command.ts'

const programs = {
  dump: ['mariadb-dump', 'mysqldump'],
  client: ['mariadb', 'mysql'],
}

/** Where the database's own program lies; it knows its server's types better than we do. */
export function databaseProgram(kind: keyof typeof programs): string {
  const [newer = '', older = ''] = programs[kind]
  const path = findProgram(newer, older)
  if (path) return path
  throw new CommandError(
    `neither ${newer} nor ${older} is installed: on Debian, apt-get install mariadb-client`,
  )
}

/** Hands `work` the path of an option file: on a command line everybody could read the password. */
export async function withOptionFile<T>(
  { host, port, user, password, sslCa }: DatabaseSettings,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cloop-options-'))
  const path = join(folder, 'client.cnf')
  const authority = join(folder, 'ca.pem')
  const lines = [
    '[client]',
    `host=${quoted(host)}`,
    `port=${port}`,
    `user=${quoted(user)}`,
    `password=${quoted(password)}`,
    'protocol=tcp',
    ...(sslCa ? [`ssl-ca=${quoted(authority)}`] : []),
  ]
  try {
    await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 })
    if (sslCa) await writeFile(authority, sslCa, { mode: 0o600 })
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const quoted = (value: string) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`

const mostSaid = 1000

/** Starts a program; `ended` rejects with what it said when it did not end well. */
export function startProgram(path: string, args: string[]) {
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  return { child, ended: untilEnded(child, path) }
}

async function untilEnded(child: ChildProcess, path: string): Promise<void> {
  const said = child.stderr ? text(child.stderr) : Promise.resolve('')
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject).on('close', resolve)
  const code = await promise
  if (code === 0) return
  const words = (await said).trim().slice(-mostSaid)
  throw new CommandError(`${path} ended with ${code ?? 'a signal'}: ${words || 'it said nothing'}`)
}
