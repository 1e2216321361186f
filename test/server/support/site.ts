import { randomBytes } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { dbOf } from '#drizzle/db.ts'
import { openPool } from '#drizzle/pool.ts'
import { createLog } from '#lib/log.ts'
import { createApp, createSite } from '#server/app.ts'
import { hashPassword } from '#server/auth/passwords.ts'
import { createSessions } from '#server/auth/sessions.ts'
import type { Deps } from '#server/deps.ts'
import { createGate } from '#server/maintenance.ts'
import { createMetrics } from '#server/metrics.ts'
import { readStaticFiles } from '#server/static-files.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createAnswerCheck } from './documented.ts'

export const password = 'a plain but long sentence'
const passwordHash = await hashPassword(password)

export interface Caller {
  id: number
  email: string
  cookie: string
}

interface Options {
  settings?: Partial<Deps['settings']>
  sessions?: Parameters<typeof createSessions>[1]
  checkBroker?: () => Promise<void>
  publish?: Deps['publish']
  stopping?: AbortSignal
  bundle?: string
  log?: Deps['log']
  /** The database account of the site alone, where it is not that of the test. */
  account?: { user: string; password: string }
}

const noDirectories = {
  imports: ['/srv/drop'],
  processing: '/nowhere/processing',
  errorLogs: '/nowhere/errors',
  archive: '/nowhere/archive',
}

/**
 * A site on a database of its own; requests go to it without a network. Whatever it answers is held against
 * its own document.
 */
export async function createTestSite(options: Options = {}) {
  const database = await createTestDatabase()
  const { account } = options
  const pool = account ? openPool({ ...database.settings, ...account }) : database.pool
  const db = dbOf(pool)
  const clock = { now: new Date() }
  const deps: Deps = {
    pool,
    db,
    log: options.log ?? createLog('test', 'silent'),
    settings: {
      secretKey: randomBytes(32).toString('hex'),
      baseUrl: 'http://cloop.test',
      trustedProxies: [],
      directories: noDirectories,
      imports: { enabled: true, maxUploadBytes: 1_000_000 },
      timeZone: 'Europe/Berlin',
      sendsMail: true,
      oidc: undefined,
      ...options.settings,
    },
    version: '1.2.3',
    sessions: createSessions(db, options.sessions ?? { idleMinutes: 120, longestMinutes: 720 }),
    metrics: createMetrics(),
    gate: createGate([]),
    files: await readStaticFiles(options.bundle ?? '/nowhere'),
    runChecks: () => Promise.resolve([]),
    checkBroker: options.checkBroker ?? (() => Promise.resolve()),
    publish: options.publish ?? (() => Promise.resolve()),
    stopping: options.stopping ?? new AbortController().signal,
    now: () => clock.now,
  }
  deps.gate.set(null)
  const site = createSite(deps)
  const app = createApp(deps)
  const checkAnswer = createAnswerCheck(app)
  const sessionCookie = deps.settings.baseUrl.startsWith('https:') ? '__Host-sid' : 'sid'

  /** A request from a page of ours, unless its headers say otherwise. */
  async function ask(path: string, { from, address, ...init }: Ask = {}): Promise<Response> {
    const headers = new Headers({ 'Sec-Fetch-Site': 'same-origin', ...init.headers })
    if (from) headers.set('Cookie', from.cookie)
    if (init.json !== undefined) headers.set('Content-Type', 'application/json')
    const body = init.json === undefined ? init.body : JSON.stringify(init.json)
    const request = new Request(new URL(path, deps.settings.baseUrl), {
      method: init.method ?? (init.json === undefined ? 'GET' : 'POST'),
      headers,
      ...(body == null ? {} : { body }),
    })
    const socket = { remoteAddress: address ?? '192.0.2.1' }
    const answer = await site(request, { incoming: { socket } } as unknown as HttpBindings)
    await checkAnswer(request.method, path, answer)
    return answer
  }

  async function addPerson(
    email: string,
    { isAdmin = false, name = email }: { isAdmin?: boolean; name?: string } = {},
  ): Promise<Caller> {
    const [{ insertId: id }] = await database.pool.query<import('mysql2').ResultSetHeader>(
      'INSERT INTO users (email, name, password_hash, is_admin, created_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))',
      [email, name, passwordHash, isAdmin],
    )
    return { id, email, cookie: `${sessionCookie}=${await deps.sessions.start(id, 'test')}` }
  }

  const drop = async () => {
    if (account) await pool.end()
    await database.drop()
  }
  return { ...database, drop, deps, site, app, clock, ask, addPerson, sessionCookie }
}

export type TestSite = Awaited<ReturnType<typeof createTestSite>>

interface Ask {
  from?: Caller
  address?: string
  method?: string
  headers?: Record<string, string>
  json?: unknown
  body?: RequestInit['body']
}

/** The JSON of an answer that must be a success. */
export async function jsonOf<T = Record<string, never>>(answer: Response | Promise<Response>) {
  const response = await answer
  const body = (await response.json()) as T
  if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(body)}`)
  return body
}
