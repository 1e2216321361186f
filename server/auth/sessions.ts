import { createHash } from 'node:crypto'
import {
  generateIdFromEntropySize,
  Lucia,
  TimeSpan,
  type Adapter,
  type DatabaseSession,
} from 'lucia'
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
  renewSession,
  sessionsOf,
} from '../repositories/sessions.ts'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaWith>
    UserId: number
    DatabaseUserAttributes: Looking
    DatabaseSessionAttributes: { userAgent: string }
  }
}

/** The idle end moves on in steps, so that a page of twenty requests costs one write. */
const slideStepMilliseconds = 60_000
const idBytes = 25

interface Lengths {
  /** A session ends when it has not been used for so long, */
  idleMinutes: number
  /** and so long after its beginning, however much it is used. */
  longestMinutes: number
}

interface Looking {
  user: User
  /** The administrator who looks at cloop as `user`; mostly null. */
  hijacker: User | null
}

export type Sessions = ReturnType<typeof createSessions>
export interface SignedIn extends Looking {
  sessionId: string
}

/** What the database knows of a session: whoever reads the table cannot sign in with it. */
const hashOf = (sessionId: string) => createHash('sha256').update(sessionId).digest('hex')

const luciaWith = (adapter: Adapter, idleMinutes: number) =>
  new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(idleMinutes, 'm'),
    getUserAttributes: (looking) => looking,
  })

/**
 * Lucia's sessions on our table: the id that the browser holds is stored as its SHA-256 only, and beside
 * the idle end, which moves with each use, there is an absolute one, which does not.
 */
function adapterOf(db: Db, longestMinutes: number): Adapter {
  return {
    async getSessionAndUser(id) {
      const found = await findSession(db, hashOf(id))
      if (!found) return [null, null]
      const { owner, viewed, userAgent } = found
      const looking = { user: viewed ?? owner, hijacker: viewed && owner }
      const userId = looking.user.id
      const expiresAt = earlier(found.expiresAt, found.absoluteExpiresAt)
      const session = { id, userId, expiresAt, attributes: { userAgent } }
      return [session, { id: userId, attributes: looking }]
    },
    async getUserSessions(userId) {
      const rows = await sessionsOf(db, userId, new Date())
      return rows.map(({ idHash, expiresAt, userAgent }) => {
        return { id: idHash, userId, expiresAt, attributes: { userAgent } }
      })
    },
    setSession: (session) => addSession(db, rowOf(session, longestMinutes)),
    updateSessionExpiration: (id, expiresAt) => extendSession(db, hashOf(id), expiresAt),
    deleteSession: (id) => removeSession(db, hashOf(id)),
    deleteUserSessions: (userId) => removeSessionsOf(db, userId),
    deleteExpiredSessions: () => removeExpiredSessions(db, new Date()),
  }
}

const earlier = (a: Date, b: Date) => (a < b ? a : b)

function rowOf({ id, userId, expiresAt, attributes }: DatabaseSession, longestMinutes: number) {
  const createdAt = new Date()
  const absoluteExpiresAt = new Date(createdAt.getTime() + longestMinutes * 60_000)
  const times = { createdAt, lastUsedAt: createdAt, expiresAt, absoluteExpiresAt }
  return { idHash: hashOf(id), userId, ...times, ...attributes }
}

/** The only door to lucia: what it cannot do is done here, and another library could take its place. */
export function createSessions(db: Db, { idleMinutes, longestMinutes }: Lengths) {
  const adapter = adapterOf(db, longestMinutes)
  const lucia = luciaWith(adapter, idleMinutes)

  /** The same session under a new id: whoever knew the old one is out. */
  async function renew(sessionId: string, viewingAs: number | null): Promise<string> {
    const newId = generateIdFromEntropySize(idBytes)
    await renewSession(db, hashOf(sessionId), { newHash: hashOf(newId), viewingAs })
    return newId
  }

  return {
    /** Begins a session under a new id of 200 random bits, and returns the id. */
    async start(userId: number, userAgent: string): Promise<string> {
      const session = await lucia.createSession(userId, { userAgent: userAgent.slice(0, 255) })
      return session.id
    },
    async find(sessionId: string): Promise<SignedIn | null> {
      const { session, user } = await lucia.validateSession(sessionId)
      if (!session) return null
      const renewed = Date.now() + idleMinutes * 60_000
      // Lucia by itself would move the end only when half of the idle time has gone by.
      if (!session.fresh && renewed - session.expiresAt.getTime() > slideStepMilliseconds) {
        await adapter.updateSessionExpiration(sessionId, new Date(renewed))
      }
      return { user: user.user, hijacker: user.hijacker, sessionId }
    },
    /** All of a person's, and which of them is the one with this id. */
    async list(userId: number, currentId: string | null) {
      const current = currentId && hashOf(currentId)
      const rows = await sessionsOf(db, userId, new Date())
      return rows.map((row) => ({ ...row, isCurrent: row.idHash === current }))
    },
    /** The administrator of this session looks at cloop as somebody; returns the session's new id. */
    startViewing: renew,
    endViewing: (sessionId: string) => renew(sessionId, null),
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
