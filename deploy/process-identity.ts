import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** A process id alone is not enough: the system gives it to another process after this one's end. */
export interface ProcessIdentity {
  pid: number
  started: string
}

/** When the process began, in the system's own words; undefined when it has ended. */
export function startOf(pid: number): string | undefined {
  return existsSync('/proc/self/stat') ? startFromProc(pid) : startFromPs(pid)
}

function startFromProc(pid: number): string | undefined {
  try {
    // The second field, the name, may hold spaces and brackets: count from behind its end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

function startFromPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined // ps fails for a process that does not exist
  }
}

export function isAlive({ pid, started }: ProcessIdentity): boolean {
  return startOf(pid) === started
}
