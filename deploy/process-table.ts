import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { CannotStart } from './cannot-start.ts'
import { startOf, type ProcessIdentity } from './process-identity.ts'
import { noteRunning, stopGroups } from './running-file.ts'

export interface Program {
  name: string
  command: string
  args: string[]
  env?: NodeJS.ProcessEnv | undefined
}

/** `ended` means well; anything else says what happened: `ended with code 1`. */
export type Ending = string

/**
 * The processes that live at the moment, each the leader of a group of its own: Ctrl-C reaches only us,
 * and we end them in order. The table is written to its file at each change.
 */
export function createProcessTable(file: string) {
  const alive = new Map<string, ProcessIdentity>()
  const note = () => noteRunning(file, [...alive.values()])
  let closing = false
  note()

  /** Resolves at the program's end. */
  function launch(program: Program, output: number | 'inherit'): Promise<Ending> {
    const { name, command, args, env } = program
    if (closing) throw new CannotStart(`${name} was not started: stopping already`)
    const child = spawn(command, args, { env, detached: true, stdio: ['ignore', output, output] })
    if (child.pid !== undefined) {
      alive.set(name, { pid: child.pid, started: startOf(child.pid) ?? '' })
      note()
    }
    return new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => {
        alive.delete(name)
        if (!closing) note()
        if (signal) resolve(`was ended by ${signal}`)
        else resolve(code === 0 ? 'ended' : `ended with code ${code}`)
      })
    })
  }

  return {
    file,
    launch,
    isClosing: () => closing,
    pidOf: (name: string) => alive.get(name)?.pid,
    /** The last started first; nothing can be started any more. */
    stopAll: async () => {
      closing = true
      for (const identity of [...alive.values()].reverse()) await stopGroups([identity])
      rmSync(file, { force: true })
    },
  }
}
