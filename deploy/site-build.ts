import { mkdirSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { say } from './cannot-start.ts'
import { tryLock } from './file-lock.ts'
import type { Supervisor } from './supervisor.ts'

const result = 'frontend/dist/index.html'
const sources = [
  'frontend/src',
  'frontend/public',
  'frontend/index.html',
  'frontend/vite.config.ts',
  'shared',
  'package-lock.json',
]
const lockMilliseconds = 200

/** Builds the pages when they are missing or older than what they are made of; false when that fails. */
export async function buildSite(supervisor: Supervisor): Promise<boolean> {
  mkdirSync('.cloop', { recursive: true, mode: 0o700 })
  // Two commands in one clone, with data directories of their own, share the pages.
  let unlock = tryLock('.cloop/build.lock')
  for (; !unlock; unlock = tryLock('.cloop/build.lock')) await pause(lockMilliseconds)
  try {
    if (newest(sources) <= newest([result])) return true
    say('building the pages …')
    const startedAt = new Date()
    const succeeded = await supervisor.run({
      name: 'build',
      command: 'npm',
      args: ['run', '--silent', 'build'],
    })
    // What is changed during the build counts as newer than its result.
    if (succeeded) utimesSync(result, startedAt, startedAt)
    return succeeded
  } finally {
    unlock()
  }
}

/** The last change below any of these paths, folders included since a removal changes only them. */
function newest(paths: string[]): number {
  return Math.max(0, ...paths.map(lastChange))
}

function lastChange(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))))
}
