import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
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
function databaseProgram(kind: keyof typeof programs): string {
  const [newer = '', older = ''] = programs[kind]
  const path = findProgram(newer, older)
  if (path) return path
  throw new CommandError(
    `neither ${newer} nor ${older} is installed: on Debian, apt-get install mariadb-client`,
  )
}

/**
 * Starts a program of the database that knows its way in; `ended` rejects with what it said when it did not end
 * well. It stands in a group of its own: Ctrl-C on a terminal reaches only whoever started it.
 */
export async function startProgram(
  kind: keyof typeof programs,
  { database, args }: { database: DatabaseSettings; args: string[] },
) {
  const path = databaseProgram(kind)
  const files = await openOptions(database)
  try {
    const child = spawn(path, [`--defaults-file=${pathOf(0)}`, ...args], {
      stdio: ['pipe', 'pipe', 'pipe', ...files.map(({ fd }) => fd)],
      detached: true,
    })
    const { stdin, stdout } = child
    if (!stdin || !stdout) throw new Error(`${path} was started without pipes`)
    return { stdin, stdout, stop: () => void child.kill(), ended: untilEnded(child, path) }
  } finally {
    for (const file of files) await file.close()
  }
}

const firstDescriptor = 3
const pathOf = (file: number) => `/dev/fd/${firstDescriptor + file}`

/** On a command line everybody could read the password. The first file has the options, a second the authority. */
async function openOptions({ host, port, user, password, sslCa }: DatabaseSettings) {
  const lines = [
    '[client]',
    `host=${quoted(host)}`,
    `port=${port}`,
    `user=${quoted(user)}`,
    `password=${quoted(password)}`,
    'protocol=tcp',
    ...(sslCa ? [`ssl-ca=${pathOf(1)}`] : []),
  ]
  const files = [await openNameless(`${lines.join('\n')}\n`)]
  if (sslCa) files.push(await openNameless(sslCa))
  return files
}

/** A file without a name: whatever kills whom, nothing of it stays on the disk. */
async function openNameless(content: string): Promise<FileHandle> {
  const path = join(tmpdir(), `cloop-${randomBytes(12).toString('hex')}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  // By position: whoever reads it begins where the last writer or reader stopped, on some systems.
  await file.write(content, 0)
  return file
}

const quoted = (value: string) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`

const mostSaid = 1000

/** The client repeats the statement that failed, with all the people in it. */
function withoutStatement(said: string): string {
  const errors = said.split('\n').filter((line) => line.startsWith('ERROR '))
  return errors.length > 0 ? errors.join('\n') : said
}

async function untilEnded(child: ChildProcess, path: string): Promise<void> {
  const said = child.stderr ? text(child.stderr) : Promise.resolve('')
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject).on('close', resolve)
  const code = await promise
  if (code === 0) return
  const words = withoutStatement((await said).trim()).slice(-mostSaid)
  throw new CommandError(`${path} ended with ${code ?? 'a signal'}: ${words || 'it said nothing'}`)
}
