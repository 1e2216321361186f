import { Hono } from 'hono'
import { meSchema } from '#shared/session.ts'
import { ApiError } from '../api-error.ts'
import { audit } from '../auth/audit.ts'
import { setSessionCookie } from '../auth/cookies.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { noQuery } from '../middleware/accept.ts'
import { describe } from '../middleware/describe.ts'
import { meOf } from '../shaping/me.ts'

/** The only thing that can be done while one looks at cloop as somebody else. */
export function hijackRoutes(deps: Deps) {
  return new Hono<SiteEnv>().post(
    '/end',
    describe({
      tag: 'Session',
      summary: 'Look at cloop with one’s own eyes again',
      answer: meSchema,
      problems: [403, 409],
    }),
    noQuery,
    async (c) => {
      const hijacker = c.get('hijacker')
      if (!hijacker) throw new ApiError(409, 'You look with your own eyes.')
      const newId = await deps.sessions.endViewing(c.get('sessionId'))
      setSessionCookie(c, deps.settings.baseUrl, newId)
      await audit(c, deps, 'hijack.ended', { detail: { user: c.get('user').id } })
      return c.json(meOf(hijacker, null))
    },
  )
}
