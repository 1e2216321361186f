import { once } from 'node:events'
import { join } from 'node:path'
import { createMessageReaders } from './amqp-wire.ts'
import { createSqlReaders } from './mysql-wire.ts'
import { atRest, stagesOf, step, type Sight, type Stage, type Standing } from './stages.ts'
import { createWire } from './wire.ts'
import { startProcess, type SiteProcess } from '../support/site-process.ts'

export interface Passing {
  sight: Sight
  standing: Standing
  before: Stage[]
  /** Once it has been passed on. */
  after: Stage[]
}
/** Sees all that passes between a worker and its servers before it is passed on, and may hold it up. */
export type Trap = (passing: Passing) => Promise<unknown> | undefined

export interface WatchedWorker {
  process: SiteProcess
  stages: () => Stage[]
  /** The first messages to the broker wait until here: so a worker can be kept ready. */
  letWork: () => void
  setTrap: (trap: Trap) => void
  /** `kill -9`. What it has sent and was not held up arrives. */
  kill: () => Promise<void>
  /** Asks it to end; returns its exit code. */
  end: () => Promise<number | null>
}

const workerProgram = join(import.meta.dirname, '../../worker/main.ts')

/** Starts a worker, by its main file, whose ways to database and broker lead through our hands. */
export async function startWatchedWorker(
  env: NodeJS.ProcessEnv,
  program: readonly string[] = [workerProgram],
): Promise<WatchedWorker> {
  let standing = atRest
  let trap: Trap = () => undefined
  const working = Promise.withResolvers<void>()

  function watch(sight: Sight) {
    const next = step(standing, sight)
    const passing = { sight, standing: next, before: stagesOf(standing), after: stagesOf(next) }
    const held = trap(passing)
    if (!held) standing = next
    return held?.then(() => (standing = step(standing, sight)))
  }
  const sqlWire = await createWire({
    target: { host: env.DB_HOST ?? '', port: Number(env.DB_PORT) },
    createReaders: createSqlReaders,
    watch,
  })
  const messageWire = await createWire({
    target: { host: env.RABBITMQ_HOSTNAME ?? '', port: Number(env.RABBITMQ_PORT) },
    createReaders: createMessageReaders,
    begin: () => working.promise,
    watch,
  })
  const child = startProcess(
    { name: 'worker', command: process.execPath, args: ['--max-semi-space-size=4', ...program] },
    {
      ...env,
      DB_HOST: '127.0.0.1',
      DB_PORT: String(sqlWire.port),
      RABBITMQ_HOSTNAME: '127.0.0.1',
      RABBITMQ_PORT: String(messageWire.port),
    },
  )
  async function end(signal: NodeJS.Signals) {
    const { child: running } = child
    if (running.exitCode === null && running.signalCode === null) {
      running.kill(signal)
      await once(running, 'exit')
    }
    await Promise.all([sqlWire.close(), messageWire.close()])
    return running.exitCode
  }
  return {
    process: child,
    stages: () => stagesOf(standing),
    letWork: working.resolve,
    setTrap: (next) => (trap = next),
    kill: async () => void (await end('SIGKILL')),
    end: () => end('SIGTERM'),
  }
}
