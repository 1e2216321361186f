import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Program } from '#deploy/process-table.ts'

/** One process of the site, with what it says. */
export interface SiteProcess {
  name: string
  child: ChildProcess
  /** Everything on standard output and standard error so far. */
  output: () => string
}

export function startProcess(
  { name, command, args }: Program,
  env: NodeJS.ProcessEnv,
): SiteProcess {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => chunks.push(text))
  }
  return { name, child, output: () => chunks.join('') }
}

const hasEnded = ({ child }: SiteProcess) => child.exitCode !== null || child.signalCode !== null

/** Below the limit of a test's hooks: who waits in vain must still be able to end what it has started. */
const startMilliseconds = 45_000

/** Resolves when the process has said that it does its work; fails with its words when it does not. */
export async function untilStarted(one: SiteProcess): Promise<void> {
  const deadline = Date.now() + startMilliseconds
  while (!one.output().includes('"msg":"started"')) {
    if (hasEnded(one) || Date.now() > deadline) {
      throw new Error(`${one.name} did not start:\n${one.output()}`)
    }
    await pause(20)
  }
}

/** Ends a process as a supervisor does; answers what was wrong with its life, in words. */
export async function endProcess(one: SiteProcess): Promise<string[]> {
  const { name, child, output } = one
  if (hasEnded(one)) return [`${name} ended by itself:\n${output()}`]
  child.kill('SIGTERM')
  await once(child, 'close')
  const troubles = output().split('\n').filter(isTrouble)
  return [
    ...(child.exitCode === 0 ? [] : [`${name} ended with ${child.exitCode ?? child.signalCode}`]),
    ...troubles.map((line) => `${name} said: ${line}`),
  ]
}

const errorLevel = 50

/** Of tokens, and of the ids of sessions. */
const token = /\b[0-9a-z]{40}\b/

/** Of a log without trouble every line is JSON, none is an error, and none holds an address or a token. */
function isTrouble(line: string): boolean {
  if (line === '') return false
  if (line.includes('example.edu') || token.test(line)) return true
  try {
    return (JSON.parse(line) as { level: number }).level >= errorLevel
  } catch {
    return true
  }
}
