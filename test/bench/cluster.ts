/**
 * `npm run bench -- cluster`: three RabbitMQ nodes, a MariaDB primary with a semi-synchronous replica, two web
 * processes, three workers and two beats, on this machine. While exports are dropped and people click, one after the
 * other is stopped by SIGKILL and comes back, and the replica is promoted. Says how long it took until all went on,
 * and fails if an import is lost, doubled or wrong. What came of it: deploy/SCALING.md.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { say } from '#deploy/cannot-start.ts'
import { inSession, type Session } from '#deploy/session.ts'
import { migrate } from '#drizzle/migrate.ts'
import { openPool } from '#drizzle/pool.ts'
import { startBrokers } from '../cluster/brokers.ts'
import { startClicking } from '../cluster/clicks.ts'
import { asAdministrator, startDatabases } from '../cluster/databases.ts'
import { startDropping } from '../cluster/drops.ts'
import { eventually } from '../cluster/eventually.ts'
import { startForwarder } from '../cluster/forwarder.ts'
import { createCourses, makeDirectories, prepareExports, signIn } from '../cluster/place.ts'
import { reportImports, reportStops } from '../cluster/report.ts'
import { siteSettings, startSite } from '../cluster/site.ts'
import { stopOneAfterTheOther } from '../cluster/stops.ts'
import * as verdict from '../cluster/verdict.ts'

const { values } = parseArgs({
  options: {
    /** Seconds for which a server stays down, and after which the replica is promoted. */
    down: { type: 'string', default: '30' },
    /** Milliseconds from one dropped export to the next. */
    every: { type: 'string', default: '500' },
    visits: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    /** What is to be stopped: `primary`, `RabbitMQ`, … */
    only: { type: 'string', default: '' },
  },
})

process.exitCode = await inSession(
  { path: mkdtempSync(join(tmpdir(), 'cloop-cluster-')), temporary: true },
  trial,
)
// What was interrupted may still wait for something; everything that was started has been stopped.
process.exit()

async function trial(session: Session): Promise<number> {
  const { data } = session
  say('starting three brokers and two databases …')
  const [brokers, databases] = await Promise.all([startBrokers(session), startDatabases(session)])
  const databaseAddress = await startForwarder([databases.primary])
  await asAdministrator(databases.primary, ['CREATE DATABASE cloop CHARACTER SET utf8mb4'])
  const database = { host: '127.0.0.1', port: databaseAddress.port, user: 'cloop' }
  const pool = openPool({ ...database, password: databases.password, database: 'cloop' })
  await migrate(pool)

  const courses = await createCourses(pool)
  const exportOf = await prepareExports(session, Number(values.seed), Number(values.visits))
  const settings: NodeJS.ProcessEnv = {
    ...siteSettings(data.path, data.secret('key')),
    ...brokers.settings,
    DB_HOST: database.host,
    DB_PORT: String(database.port),
    DB_NAME: 'cloop',
    DB_USER: database.user,
    DB_PASSWORD: databases.password,
  }
  await makeDirectories(settings)
  say('starting two web processes, three workers and two beats …')
  const site = await startSite(session, settings)
  const front = await startForwarder(site.webs)
  await eventually('the site is ready', site.areReady)

  const { serverId, codes, rough, eventCourse } = courses
  const clicking = startClicking({
    origin: `http://127.0.0.1:${front.port}`,
    cookie: await signIn(pool),
    courses: rough,
    eventCourse,
  })
  const directory = settings.DATA_IMPORT_DIR ?? ''
  const everyMs = Number(values.every)
  const dropping = startDropping({ directory, serverId, codes, everyMs, exportOf })
  const stops = await stopOneAfterTheOther({
    ...{ session, pool, brokers, databases, databaseAddress },
    downSeconds: Number(values.down),
    only: values.only,
    isWellSince: async (moment) =>
      (await areEnded(dropping.dropped.filter(({ at }) => at < moment))) && site.areReady(),
  })
  await dropping.stop()
  await clicking.stop()
  await eventually('every export is imported', () => areEnded(dropping.dropped))

  /** Whether these exports have become imports, and those have ended. */
  async function areEnded(exports: { fileName: string }[]) {
    const rows = await verdict.importsOf(pool, rough)
    const ended = new Set(rows.flatMap((row) => (row.finishedAt ? [row.fileName] : [])))
    return exports.every(({ fileName }) => ended.has(fileName))
  }

  say('comparing with courses that got the same exports undisturbed …')
  const imports = await verdict.importsOf(pool, rough)
  const { dropped } = dropping
  const troubles = [
    ...verdict.judgeImports(imports, dropped),
    ...(await verdict.judgeFigures(pool, courses, dropped)),
    ...(await verdict.judgeEvents(pool, eventCourse, clicking.made)),
    ...(await verdict.judgeDirectory(settings.DATA_PROCESSING_DIR ?? '')),
    ...(await verdict.judgeReplica(databases)),
  ]
  for (const line of reportStops({ stops, clicks: clicking.clicks, dropped, imports })) {
    console.log(line)
  }
  for (const line of reportImports({ dropped, imports })) console.log(line)
  const again = imports.filter(({ attempt }) => attempt > 1).length
  console.log(
    `${dropped.length} exports, ${again} of them begun more than once; ${clicking.clicks.length} clicks; ${clicking.made.length} events`,
  )
  for (const trouble of troubles) console.error(trouble)
  console.log(troubles.length === 0 ? 'nothing is lost, doubled or wrong' : 'SOMETHING IS WRONG')
  await pool.end()
  return troubles.length === 0 ? 0 : 1
}
