import { Hono } from 'hono'
import { sessionListSchema } from '#shared/session.ts'
import { notFound } from '../api-error.ts'
import { audit } from '../auth/audit.ts'
import { removeSessionCookie } from '../auth/cookies.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { noQuery } from '../middleware/accept.ts'
import { describe } from '../middleware/describe.ts'
import { removeSessionOf } from '../repositories/sessions.ts'
import { sessionOf } from '../shaping/sessions.ts'
import { numberInPath } from './found.ts'

const tag = 'Session'

/** Where one is signed in, and how to end that. */
export function ownSessionRoutes(deps: Deps) {
  const { db, sessions, settings } = deps
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ tag, summary: 'Where one is signed in', answer: sessionListSchema }),
      noQuery,
      async (c) => {
        const own = await sessions.list(c.get('user').id, c.get('sessionId'))
        return c.json({ sessions: own.map(sessionOf) })
      },
    )
    .delete(
      '/',
      describe({ tag, summary: 'End all sessions but this one', problems: [403] }),
      noQuery,
      async (c) => {
        await sessions.endOthers(c.get('user').id, c.get('sessionId'))
        await audit(c, deps, 'session.ended', { detail: { sessions: 'others' } })
        return c.body(null, 204)
      },
    )
    .delete(
      '/:sessionId',
      describe({ tag, summary: 'End one session', problems: [403, 404] }),
      noQuery,
      async (c) => {
        const id = numberInPath(c.req.param('sessionId'))
        const userId = c.get('user').id
        const own = await sessions.list(userId, c.get('sessionId'))
        if (!(await removeSessionOf(db, userId, id))) throw notFound()
        await audit(c, deps, 'session.ended', { detail: { session: id } })
        if (own.some((session) => session.id === id && session.isCurrent)) {
          removeSessionCookie(c, settings.baseUrl)
        }
        return c.body(null, 204)
      },
    )
}
