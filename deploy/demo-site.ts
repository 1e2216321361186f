import { join } from 'node:path'
import { migrate } from '#drizzle/migrate.ts'
import { openPool } from '#drizzle/pool.ts'
import { readConfig, type Config } from '#lib/config.ts'
import { CannotStart, say } from './cannot-start.ts'
import { signInToAccount } from './demo-accounts.ts'
import { findOrMakeDemoCourse } from './demo-course.ts'
import { importDemoExport } from './demo-import.ts'
import { demoSettings, placeholders, siteOrigin } from './demo-settings.ts'
import { tryPort } from './free-ports.ts'
import type { Program } from './process-table.ts'
import { neededServers, startServers } from './servers.ts'
import { dataPath, inSession, type Session } from './session.ts'
import { ensureInstalled } from './system-programs.ts'

const administrator = { email: 'admin@example.edu', name: 'Ada Administrator', isAdmin: true }
const owner = { email: 'owner@example.edu', name: 'Olive Owner', isAdmin: false }

interface Plan {
  programs: Program[]
  /** Done while the servers start. */
  prepare?: (session: Session) => Promise<void>
  /** Where the pages are, when the site does not serve them itself. */
  pagesOrigin?: string
}

/** A whole site in the data directory, with servers and a course to look at, until it is interrupted. */
export function runDemoSite({ programs, prepare, pagesOrigin }: Plan): Promise<number> {
  return inSession({ path: dataPath() }, async (session) => {
    const { data, supervisor } = session
    const settings = demoSettings(data)
    await checkPort(readConfig({ ...settings, ...placeholders() }))
    ensureInstalled(neededServers())
    const starting = startServers(data, supervisor, { durable: true })
    const [servers] = await Promise.all([starting, prepare?.(session)])
    const env = { ...settings, ...servers }
    const config = readConfig(env)
    await migrateDatabase(config)
    await startPrograms(
      session,
      config,
      programs.map((program) => ({ ...program, env })),
    )
    await makeContent(session, config, env)
    console.log(`cloop is ready: ${pagesOrigin ?? siteOrigin(config)}`)
    console.log(`administrator: ${administrator.email} ${data.secret('administrator')}`)
    console.log(`owner: ${owner.email} ${data.secret('owner')}`)
    console.log(`drop exports into: ${config.directories.imports[0]}`)
    return new Promise<never>(() => {}) // until a signal
  })
}

async function checkPort({ web }: Config): Promise<void> {
  try {
    await tryPort(web.port, web.host)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new CannotStart(
      `the site cannot listen on ${web.host}:${web.port} (${code}): choose another port with PORT`,
      { cause: error },
    )
  }
}

async function migrateDatabase({ database }: Config): Promise<void> {
  const pool = openPool(database, 1)
  try {
    await migrate(pool)
  } finally {
    await pool.end()
  }
}

async function startPrograms({ supervisor }: Session, config: Config, programs: Program[]) {
  say(`starting ${programs.map(({ name }) => name).join(', ')} …`)
  const probe = async () => {
    const { ok, status } = await fetch(new URL('/readyz', siteOrigin(config)))
    if (!ok) throw new Error(`the site answers ${status}`)
  }
  await Promise.all(
    programs.map((program) =>
      supervisor.start(program.name === 'web' ? { ...program, probe } : program),
    ),
  )
}

/** The two accounts and the course with its data. */
async function makeContent({ data, stopping }: Session, config: Config, env: NodeJS.ProcessEnv) {
  const signIn = (account: typeof owner, password: string) =>
    signInToAccount(siteOrigin(config), env, { ...account, password })
  const [site] = await Promise.all([
    signIn(administrator, data.secret('administrator')),
    signIn(owner, data.secret('owner')),
  ])
  const { timeZone } = config
  const today = Temporal.Now.plainDateISO(timeZone).toString()
  const course = await findOrMakeDemoCourse(site, { today, timeZone, ownerEmail: owner.email })
  await importDemoExport(site, course, {
    today,
    dropDirectory: config.directories.imports[0] ?? '',
    nextDirectory: join(data.path, 'next-export'),
    stopping,
  })
}
