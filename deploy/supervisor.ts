import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CannotStart, say } from './cannot-start.ts'
import type { DataDirectory } from './data-directory.ts'
import { createProcessTable, type Ending, type Program } from './process-table.ts'
import { runningFile } from './running-file.ts'
import { watchForOurEnd } from './watcher.ts'

export interface Service extends Program {
  /** Succeeds when the service does its work; without it, a service counts as ready at once. */
  probe?: () => Promise<unknown>
  /** Waited for before it is started again after its end. */
  beforeRestart?: () => Promise<unknown>
}

export interface Supervisor {
  /** Starts a service and waits until it is ready; from then on it is started again when it ends. */
  start: (service: Service) => Promise<void>
  /** Runs a program to its end with its output in its log; answers whether it succeeded. */
  run: (program: Program, output?: 'log' | 'inherit') => Promise<boolean>
  logOf: (name: string) => string
  /** Of a service that runs just now; it leads a process group. */
  pidOf: (name: string) => number | undefined
  /** Stops everything, the last started first; nothing can be started any more. */
  stopAll: () => Promise<void>
}

const firstPauseMilliseconds = 250
const longestPauseMilliseconds = 10_000
const steadyMilliseconds = 60_000
const readyMilliseconds = 180_000
const probeMilliseconds = 100
const logLines = 5

/** How long to wait before the next start of a service that ran for so long after such a wait. */
export function nextPause(lastPause: number, ranMilliseconds: number): number {
  if (lastPause === 0 || ranMilliseconds >= steadyMilliseconds) return firstPauseMilliseconds
  return Math.min(lastPause * 2, longestPauseMilliseconds)
}

export function createSupervisor(data: DataDirectory, { temporary = false } = {}): Supervisor {
  const processes = createProcessTable(runningFile(data.path, process.pid))
  const endWatch = watchForOurEnd(processes.file, temporary ? data.path : undefined)
  const logOf = (name: string) => join(data.folder('log'), `${name}.log`)

  function launchWithLog(program: Program, mode: 'w' | 'a'): Promise<Ending> {
    const output = openSync(logOf(program.name), mode, 0o600)
    try {
      return processes.launch(program, output)
    } finally {
      closeSync(output)
    }
  }

  async function keepRunning(service: Service, firstEnd: Promise<Ending>) {
    let end = firstEnd
    let startedAt = Date.now()
    for (let lastPause = 0; ;) {
      const how = await end
      if (processes.isClosing()) return
      say(`${service.name} ${how}, starting it again (its log: ${logOf(service.name)})`)
      lastPause = nextPause(lastPause, Date.now() - startedAt)
      await pause(lastPause, undefined, { ref: false })
      await service.beforeRestart?.()
      if (processes.isClosing()) return
      startedAt = Date.now()
      end = launchWithLog(service, 'a')
    }
  }

  return {
    logOf,
    start: async (service) => {
      const end = launchWithLog(service, 'w')
      await untilReady(service, end, logOf(service.name))
      void keepRunning(service, end) // goes on until we end
    },
    run: async (program, output = 'log') => {
      const end = output === 'log' ? launchWithLog(program, 'w') : processes.launch(program, output)
      return (await end) === 'ended'
    },
    pidOf: processes.pidOf,
    stopAll: async () => {
      await processes.stopAll()
      endWatch()
    },
  }
}

async function untilReady(service: Service, end: Promise<Ending>, log: string): Promise<void> {
  if (!service.probe) return
  let ended = false
  void end.finally(() => (ended = true))
  const deadline = Date.now() + readyMilliseconds
  for (;;) {
    try {
      await service.probe()
      return
    } catch (error) {
      if (ended || Date.now() >= deadline) {
        const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-logLines)
        throw new CannotStart(
          `${service.name} did not start; the end of ${log}:\n${lines.join('\n')}`,
          { cause: error },
        )
      }
      await pause(probeMilliseconds)
    }
  }
}
