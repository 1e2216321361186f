import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'mysql2/promise'
import { readWatchers } from '#deploy/circus.ts'
import { signInToAccount } from '#deploy/demo-accounts.ts'
import { freePorts } from '#deploy/free-ports.ts'
import type { SiteClient } from '#deploy/site-client.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { createDirectories } from '../worker/support.ts'
import { createTestDatabase } from './database.ts'
import { personalWords } from './personal-words.ts'
import { brokerSettings, databaseSettings, directorySettings } from './process-settings.ts'
import { endProcess, startProcess, untilStarted } from './site-process.ts'

const pages = join(import.meta.dirname, '../../frontend/dist/index.html')

type Place = Awaited<ReturnType<typeof createDirectories>>

/** A whole site: web, worker and beat as circus.ini starts them, with everything of their own. */
export interface RunningSite {
  origin: string
  pool: Pool
  /** Its directories; `drop` is the watched one. */
  place: Place
  /** Signed in to the account that `cloop user create --admin` has made. */
  administrator: SiteClient
  /** Ends and removes all; throws when a process did not live and end without trouble in its log. */
  stop: () => Promise<void>
}

/** On a database, queues, directories and a port of its own. Stop it in `afterAll`. */
export async function startSite(): Promise<RunningSite> {
  if (!existsSync(pages)) {
    throw new Error(`the pages are not built (no ${pages}): run \`npm test\`, or \`npm run build\``)
  }
  const database = await createTestDatabase()
  const broker = createTestBroker()
  const place = await createDirectories()
  const [port = 0] = await freePorts(1)
  const origin = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env.PATH,
    ...databaseSettings(database.settings),
    ...brokerSettings(broker),
    ...directorySettings(place),
    SECRET_KEY: randomBytes(32).toString('hex'),
    PORT: String(port),
    BASE_URL: origin,
    IMPORT_SETTLE_SECONDS: '0.2',
    // What a .env file of a real site in this folder must not decide.
    DO_IMPORTING: 'on',
    EMAIL_HOST: '',
  }

  const processes = readWatchers().map((program) => startProcess(program, env))
  async function stop() {
    const troubles = (await Promise.all(processes.map(endProcess))).flat()
    const said = processes.map(({ output }) => output()).join('')
    for (const word of await personalWords(database.pool)) {
      if (said.includes(word)) troubles.push(`a log holds ${word}`)
    }
    await broker.close()
    await database.drop()
    await place.remove()
    if (troubles.length > 0) throw new Error(troubles.join('\n'))
  }

  try {
    await Promise.all(processes.map(untilStarted))
    const administrator = await signInToAccount(origin, env, {
      email: 'admin@example.edu',
      name: 'Ada Administrator',
      password: randomBytes(12).toString('hex'),
      isAdmin: true,
    })
    const { pool } = database
    return { origin, pool, place, administrator, stop }
  } catch (error) {
    await stop().catch((alsoWrong: unknown) => {
      throw new AggregateError([error, alsoWrong], 'the site did not start')
    })
    throw error
  }
}
