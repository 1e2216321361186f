import { createHash } from 'node:crypto'
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia'
import type { Db } from '#drizzle/db.ts'
import type { User } from '#shared/session.ts'
import {
  addSession,
  administratorSessions,
  extendSession,
  findSession,
  removeExpiredSessions,
  removeSession,
  removeSessionsOf,
  sessionsOf,
} from '../repositories/sessions.ts'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaWith>
    UserId: number
    DatabaseUserAttributes: User
    DatabaseSessionAttributes: { userAgent: string }
  }
}

const hour = 3_600_000
const idleMilliseconds = 2 * hour
const absoluteMilliseconds = 12 * hour
/** The idle end moves on in steps, so that a page of twenty requests costs one write. */
const slideStepMilliseconds = 60_000

export type Sessions = ReturnType<typeof createSessions>
export interface SignedIn {
  user: User
  sessionId: string
}

/** What the database knows of a session: whoever reads the table cannot sign in with it. */
const hashOf = (sessionId: string) => createHash('sha256').update(sessionId).digest('hex')

const luciaWith = (adapter: Adapter) =>
  new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(idleMilliseconds, 'ms'),
    getUserAttributes: (user) => user,
  })

/**
 * Lucia's sessions on our table: the id that the browser holds is stored as its SHA-256 only, and beside
 * the idle end, which moves with each use, there is an absolute one, which does not.
 */
function adapterOf(db: Db): Adapter {
  return {
    async getSessionAndUser(id) {
      const found = await findSession(db, hashOf(id))
      if (!found) return [null, null]
      const { user, userAgent } = found
      const expiresAt = earlier(found.expiresAt, found.absoluteExpiresAt)
      const session = { id, userId: user.id, expiresAt, attributes: { userAgent } }
      return [session, { id: user.id, attributes: user }]
    },
    async getUserSessions(userId) {
      const rows = await sessionsOf(db, userId, new Date())
      return rows.map(({ idHash, expiresAt, userAgent }) => {
        return { id: idHash, userId, expiresAt, attributes: { userAgent } }
      })
    },
    setSession: (session) => addSession(db, rowOf(session)),
    updateSessionExpiration: (id, expiresAt) => extendSession(db, hashOf(id), expiresAt),
    deleteSession: (id) => removeSession(db, hashOf(id)),
    deleteUserSessions: (userId) => removeSessionsOf(db, userId),
    deleteExpiredSessions: () => removeExpiredSessions(db, new Date()),
  }
}

const earlier = (a: Date, b: Date) => (a < b ? a : b)

function rowOf({ id, userId, expiresAt, attributes }: DatabaseSession) {
  const createdAt = new Date()
  const absoluteExpiresAt = new Date(createdAt.getTime() + absoluteMilliseconds)
  return { idHash: hashOf(id), userId, createdAt, expiresAt, absoluteExpiresAt, ...attributes }
}

/** The only door to lucia: what it cannot do is done here, and another library could take its place. */
export function createSessions(db: Db) {
  const adapter = adapterOf(db)
  const lucia = luciaWith(adapter)

  return {
    /** Begins a session under a new id of 200 random bits, and returns the id. */
    async start(userId: number, userAgent: string): Promise<string> {
      const session = await lucia.createSession(userId, { userAgent: userAgent.slice(0, 255) })
      return session.id
    },
    async find(sessionId: string): Promise<SignedIn | null> {
      const { session, user } = await lucia.validateSession(sessionId)
      if (!session) return null
      const renewed = Date.now() + idleMilliseconds
      // Lucia by itself would move the end only when half of the idle time has gone by.
      if (!session.fresh && renewed - session.expiresAt.getTime() > slideStepMilliseconds) {
        await adapter.updateSessionExpiration(sessionId, new Date(renewed))
      }
      return { user, sessionId }
    },
    /** Those of these sessions that have not ended and belong to administrators. Does not count as use. */
    async administrators(sessionIds: string[]): Promise<Set<string>> {
      const alive = new Set(await administratorSessions(db, sessionIds.map(hashOf), new Date()))
      return new Set(sessionIds.filter((id) => alive.has(hashOf(id))))
    },
    end: (sessionId: string) => lucia.invalidateSession(sessionId),
    endOthers: (userId: number, keptId: string) => removeSessionsOf(db, userId, hashOf(keptId)),
    endAll: (userId: number) => lucia.invalidateUserSessions(userId),
  }
}
