import { Hono } from 'hono'
import { sessionListSchema } from '#shared/session.ts'
import { notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { removeSessionOf } from '../../repositories/sessions.ts'
import { sessionOf } from '../../shaping/sessions.ts'
import { foundUser, numberInPath } from '../found.ts'

const about = (summary: string) => ({ tag: 'Administration: people', summary })

/** Where people are signed in, and how to end that. */
export function userSessionRoutes(deps: Deps) {
  const { db, sessions } = deps

  return new Hono<SiteEnv>()
    .get(
      '/:userId/sessions',
      describe({ ...about('Where a person is signed in'), answer: sessionListSchema }),
      noQuery,
      async (c) => {
        const { id } = await foundUser(db, c.req.param('userId'))
        const found = await sessions.list(id, c.get('sessionId'))
        return c.json({ sessions: found.map(sessionOf) })
      },
    )
    .delete(
      '/:userId/sessions',
      describe({ ...about('End all sessions of a person'), problems: [403, 404] }),
      noQuery,
      async (c) => {
        const { id } = await foundUser(db, c.req.param('userId'))
        await sessions.endAll(id)
        await audit(c, deps, 'session.ended', { detail: { user: id, sessions: 'all' } })
        return c.body(null, 204)
      },
    )
    .delete(
      '/:userId/sessions/:sessionId',
      describe({ ...about('End one session of a person'), problems: [403, 404] }),
      noQuery,
      async (c) => {
        const { id } = await foundUser(db, c.req.param('userId'))
        const session = numberInPath(c.req.param('sessionId'))
        if (!(await removeSessionOf(db, id, session))) throw notFound()
        await audit(c, deps, 'session.ended', { detail: { user: id, session } })
        return c.body(null, 204)
      },
    )
}
