import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, type ProcessIdentity } from './process-identity.ts'
import { setTimeout as pause } from 'node:timers/promises'

const stopMilliseconds = 30_000
const pollMilliseconds = 100

/**
 * What a launcher has started, noted in its data directory at each change, so that whoever comes after
 * its sudden end can stop it. A file per launcher: a new one must not be taken for the dead one's.
 */
export function runningFile(directory: string, launcherPid: number): string {
  return join(directory, `running.${launcherPid}.json`)
}

export function noteRunning(file: string, processes: ProcessIdentity[]): void {
  writeFileSync(`${file}.part`, JSON.stringify(processes), { mode: 0o600 })
  renameSync(`${file}.part`, file)
}

/** Stops what the file names, each with its process group, and removes the file. */
export async function stopRunning(file: string): Promise<void> {
  await stopGroups(readRunning(file))
  rmSync(file, { force: true })
}

/** The dead launcher's watcher may have done its work, and removed the file, at this moment. */
function readRunning(file: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Stops what any earlier launcher of this directory left; only its one living launcher may ask. */
export async function stopLeftovers(directory: string): Promise<void> {
  const files = readdirSync(directory).filter((name) => /^running\.\d+\.json$/.test(name))
  for (const name of files) await stopRunning(join(directory, name))
}

/** Another may be removing it too. */
export function removeDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 })
}

/** Asks first, and ends by force what is still there after 30 seconds, longer than our own processes take at most. */
export async function stopGroups(processes: ProcessIdentity[]): Promise<void> {
  const alive = () => processes.filter(isAlive)
  for (const { pid } of alive()) signalGroup(pid, 'SIGTERM')
  const deadline = Date.now() + stopMilliseconds
  while (alive().length > 0 && Date.now() < deadline) await pause(pollMilliseconds)
  for (const { pid } of alive()) signalGroup(pid, 'SIGKILL')
}

/** Every process is started as the leader of a group of its own. */
function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
