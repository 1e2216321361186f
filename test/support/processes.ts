import { join } from 'node:path'
import { freePorts } from '#deploy/free-ports.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { createDirectories } from '../worker/support.ts'
import { createTestDatabase } from './database.ts'
import { brokerSettings, databaseSettings, directorySettings } from './process-settings.ts'
import { endProcess, startProcess, untilStarted, type SiteProcess } from './site-process.ts'

const root = join(import.meta.dirname, '../..')
const entries = { web: 'server/main.ts', worker: 'worker/main.ts', beat: 'worker/beat.ts' }

export type Processes = Awaited<ReturnType<typeof createProcesses>>

/** Processes of ours, as many as a test wants, on a database, queues and directories that they share. */
export async function createProcesses(changes: Record<string, string> = {}) {
  const database = await createTestDatabase()
  const broker = createTestBroker()
  const place = await createDirectories()
  const started: SiteProcess[] = []
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    ...databaseSettings(database.settings),
    ...brokerSettings(broker),
    ...directorySettings(place),
    SECRET_KEY: '0123456789abcdef0123456789abcdef',
    BASE_URL: 'http://127.0.0.1:8080',
    IMPORT_SETTLE_SECONDS: '0.1',
    EMAIL_HOST: '',
    ...changes,
  }

  return {
    ...place,
    pool: database.pool,
    broker,
    environment,
    async start(kind: keyof typeof entries, more: Record<string, string> = {}) {
      const [port = 0] = await freePorts(1)
      const program = { name: kind, command: process.execPath, args: [join(root, entries[kind])] }
      const one = startProcess(program, { ...environment, PORT: String(port), ...more })
      started.push(one)
      await untilStarted(one)
      return { ...one, origin: `http://127.0.0.1:${port}` }
    },
    /** Ends what has not been ended, and removes all; throws when a log tells of trouble. */
    async close() {
      const living = started.filter(({ child }) => child.exitCode === null && !child.signalCode)
      const troubles = (await Promise.all(living.map(endProcess))).flat()
      await broker.close()
      await database.drop()
      await place.remove()
      if (troubles.length > 0) throw new Error(troubles.join('\n'))
    },
  }
}
