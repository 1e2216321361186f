import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { attend, readVersion, type Presence } from '#drizzle/presence.ts'
import type { Broker } from '#lib/broker.ts'
import { readConfig } from '#lib/config.ts'
import type { ChecksContext } from '#server/checks/finding.ts'
import { runChecks } from '#server/checks/run-checks.ts'
import { answerQuestion, isQuestion } from '#worker/handle-question.ts'
import { brokerSettings, databaseSettings, directorySettings } from './process-settings.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { createMailSink } from '../worker/mail-sink.ts'
import { createDirectories } from '../worker/support.ts'

const alive = { status: 200, text: '{"status":"alive"}' }

interface Given {
  changes?: Record<string, string>
  context?: Partial<ChecksContext>
}

/** For one test file: everything that a deployment consists of, and all of it well before each test. */
export function useDeployment() {
  let database: TestDatabase
  let testBroker: ReturnType<typeof createTestBroker>
  let broker: Broker
  let place: Awaited<ReturnType<typeof createDirectories>>
  let mailServer: Awaited<ReturnType<typeof createMailSink>>
  let presences: Presence[]
  let siteAnswer = alive
  const site = createServer((_request, response) => {
    response.writeHead(siteAnswer.status).end(siteAnswer.text)
  })

  beforeAll(async () => {
    database = await createTestDatabase()
    place = await createDirectories()
    testBroker = createTestBroker()
    mailServer = await createMailSink()
    site.listen(0, '127.0.0.1')
    await once(site, 'listening')
  })
  afterAll(async () => {
    site.close()
    await mailServer.close()
    await testBroker.close()
    await place.remove()
    await database.drop()
  })

  beforeEach(async () => {
    broker = await testBroker.open()
    for (const queue of ['import', 'mail', 'task'] as const) {
      broker.consume(queue, 1, async (job) => {
        if (isQuestion(job)) await answerQuestion(database.pool, job)
      })
    }
    await broker.ready()
    const pause = () => Promise.resolve()
    presences = await Promise.all(
      (['beat', 'worker'] as const).map((kind) =>
        attend(database.pool, { kind, name: kind, pause, resume: () => {}, onTrouble: () => {} }),
      ),
    )
  })
  afterEach(async () => {
    siteAnswer = alive
    for (const presence of presences) await presence.close()
    await broker.close()
    for (const table of ['imports', 'course_offerings', 'lms_servers', 'backups', 'site_state']) {
      await database.pool.query(`DELETE FROM ${table}`)
    }
  })

  const query = (sql: string) => database.pool.query(sql)

  function settings(changes: Record<string, string> = {}): Record<string, string> {
    return {
      SECRET_KEY: '0123456789abcdef0123456789abcdef',
      ...databaseSettings(database.settings),
      ...brokerSettings(testBroker),
      ...directorySettings(place),
      EMAIL_HOST: '127.0.0.1',
      EMAIL_PORT: String(mailServer.settings().port),
      BASE_URL: `http://127.0.0.1:${(site.address() as AddressInfo).port}`,
      ...changes,
    }
  }

  /** The checks, and the names of those that failed. */
  async function look({ changes = {}, context = {} }: Given = {}) {
    const checks = await runChecks({
      config: readConfig(settings(changes)),
      pool: database.pool,
      version: readVersion(),
      now: () => new Date(),
      ...context,
    })
    const named = (outcome: string) =>
      checks.filter((check) => check.outcome === outcome).map(({ name }) => name)
    const textOf = (name: string) => checks.find((check) => check.name === name)?.text
    return { checks, failed: named('failed'), notTested: named('not tested'), textOf }
  }

  return {
    look,
    query,
    get pool() {
      return database.pool
    },
    get databaseSettings() {
      return database.settings
    },
    get prefix() {
      return testBroker.prefix
    },
    get root() {
      return place.root
    },
    stopAnswering: () => broker.stopConsuming(),
    /** What is found under BASE_URL in this test. */
    answerAsSite: (answer: typeof alive) => (siteAnswer = answer),
  }
}
