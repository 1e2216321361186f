import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CannotStart, say } from './cannot-start.ts'

const browserNames = ['chromium', 'chromium-browser', 'google-chrome']

/** What comes from the system's packages: its Debian package, its programs under any of their names. */
const parts = {
  MariaDB: {
    debianPackage: 'mariadb-server',
    programs: [['mariadbd'], ['mariadb-install-db']],
    instead: 'DB_HOST (with DB_PORT, DB_USER, DB_PASSWORD) to a database server that you have',
  },
  RabbitMQ: {
    debianPackage: 'rabbitmq-server',
    programs: [['rabbitmq-server'], ['epmd']],
    instead: 'RABBITMQ_HOSTNAME (with RABBITMQ_PORT, _USER, _PASSWORD) to a broker that you have',
  },
  Chromium: {
    debianPackage: 'chromium',
    programs: [browserNames],
    instead: 'CHROMIUM to the path of a browser that you have',
  },
}

export type Part = keyof typeof parts

const folders = [
  // Before Debian's /usr/sbin/rabbitmq-server, which is a wrapper for root around the one here.
  '/usr/lib/rabbitmq/bin',
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/sbin',
]

/** Where a program lies that goes by one of these names. */
export function findProgram(...names: string[]): string | undefined {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

export const findBrowser = () => findProgram(...browserNames)

export function programPath(name: string): string {
  const path = findProgram(name)
  if (!path) throw new Error(`there is no ${name} in ${folders.join(', ')}`)
  return path
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const isMissing = (part: Part) => !parts[part].programs.every((names) => findProgram(...names))

/** Installs what is missing of these where that is possible, and otherwise says what to do. */
export function ensureInstalled(wanted: Part[]): void {
  const missing = wanted.filter(isMissing)
  if (missing.length === 0) return
  const root = rootCommand()
  if (!findProgram('apt-get') || !root) throw new CannotStart(advice(missing))
  install(missing, root)
  const still = missing.filter(isMissing)
  if (still.length > 0) throw new CannotStart(advice(still))
}

/** What a command is prefixed with to run as root; undefined where that needs a password. */
function rootCommand(): string[] | undefined {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined
}

function install(missing: Part[], root: string[]): void {
  const packages = missing.map((part) => parts[part].debianPackage)
  say(`installing ${missing.join(', ')} …`)
  const script = fileURLToPath(new URL('install-packages.sh', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'cloop-install-'))
  const log = join(folder, 'log')
  const [command = 'sh', ...args] = [...root, 'sh', script, ...packages]
  const output = openSync(log, 'w')
  const { status } = spawnSync(command, args, { stdio: ['ignore', output, output] })
  if (status !== 0) {
    say(readFileSync(log, 'utf8'))
    throw new CannotStart(`the packages could not be installed (see above): ${advice(missing)}`)
  }
  rmSync(folder, { recursive: true })
}

function advice(missing: Part[]): string {
  const packages = missing.map((part) => parts[part].debianPackage).join(' ')
  const instead = missing.map((part) => parts[part].instead).join(' and ')
  return `${missing.join(' and ')} must be installed (on Debian or Ubuntu: apt-get install ${packages}), or set ${instead}`
}
