import { constants } from 'node:os'
import { say } from './cannot-start.ts'
import { openDataDirectory, type DataDirectory } from './data-directory.ts'
import { removeDirectory, stopLeftovers } from './running-file.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'

export interface Session {
  data: DataDirectory
  supervisor: Supervisor
  /** Aborted when everything is about to be stopped: nothing shall be asked for any more. */
  stopping: AbortSignal
}

const parentMilliseconds = 1000

/** The data directory of the environment, or the usual one of this clone. */
export const dataPath = () => process.env.CLOOP_DATA_DIR || '.cloop'

/**
 * Does the work with a data directory of its own, and stops everything that the work started, at its
 * end, at its failure and at a signal (which is answered by the usual exit code, 128 and its number).
 */
export async function inSession(
  { path, temporary = false }: { path: string; temporary?: boolean },
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const data = openDataDirectory(path)
  try {
    await stopLeftovers(data.path)
    const supervisor = createSupervisor(data, { temporary })
    const stop = new AbortController()
    try {
      const session = { data, supervisor, stopping: stop.signal }
      return await Promise.race([work(session), interruption()])
    } finally {
      stop.abort()
      await supervisor.stopAll()
    }
  } finally {
    data.close()
    if (temporary) removeDirectory(data.path)
  }
}

async function interruption(): Promise<number> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, resolve)
    if (process.env.npm_lifecycle_event) whenParentEnds(() => resolve('SIGHUP'))
  })
  say('stopping …')
  return 128 + constants.signals[signal]
}

/** npm passes signals on, but cannot when it is killed itself: then we get another parent. */
function whenParentEnds(act: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    act()
  }, parentMilliseconds).unref()
}
