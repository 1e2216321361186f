import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { tryLock } from './file-lock.ts'
import { removeDirectory, stopLeftovers } from './running-file.ts'
import { dataPath, inSession, type Session } from './session.ts'

/** Does the work in a data directory that is made for it and removed with all that is in it. */
export async function inTemporarySession(
  name: 'test' | 'bench',
  work: (session: Session) => Promise<number>,
): Promise<number> {
  await removeCutOffRuns()
  return inSession({ path: join(dataPath(), `${name}-${process.pid}`), temporary: true }, work)
}

/** What was cut off together with its watcher: by a power cut, for instance. */
async function removeCutOffRuns(): Promise<void> {
  const base = dataPath()
  if (!existsSync(base)) return
  for (const name of readdirSync(base).filter((entry) => /^(test|bench)-\d+$/.test(entry))) {
    const path = join(base, name)
    const unlock = existsSync(path) ? tryLock(join(path, 'lock')) : undefined
    if (!unlock) continue // a run that goes on
    await stopLeftovers(path)
    unlock()
    removeDirectory(path)
  }
}
