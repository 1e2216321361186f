import { Hono } from 'hono'
import { meSchema } from '#shared/session.ts'
import { ApiError } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import { setSessionCookie } from '../../auth/cookies.ts'
import { mailLink } from '../../auth/one-time-links.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { meOf } from '../../shaping/me.ts'
import { foundUser } from '../found.ts'

const about = (summary: string) => ({
  tag: 'Administration: people',
  summary,
  problems: [403, 404, 409],
})
const deactivated = () => new ApiError(409, 'This person is deactivated.')

/** What administrators do for somebody who cannot get on: send a link, look at what they see. */
export function userHelpRoutes(deps: Deps) {
  const { db, sessions, settings } = deps
  return new Hono<SiteEnv>()
    .post(
      '/:userId/password-resets',
      describe({ ...about('Mail a link for a new password, or an invitation'), status: 202 }),
      noQuery,
      async (c) => {
        const user = await foundUser(db, c.req.param('userId'))
        if (user.deactivatedAt) throw deactivated()
        if (!settings.sendsMail) {
          throw new ApiError(409, 'This installation does not send mail: EMAIL_HOST is not set.')
        }
        await mailLink(deps, user, { actorId: c.get('user').id, address: c.env.frame.address })
        return c.body(null, 202)
      },
    )
    .post(
      '/:userId/hijack',
      describe({
        ...about('Look at cloop as this person; nothing can be changed meanwhile'),
        answer: meSchema,
      }),
      noQuery,
      async (c) => {
        const person = await foundUser(db, c.req.param('userId'))
        const administrator = c.get('user')
        if (person.id === administrator.id) throw new ApiError(409, 'That is you.')
        if (person.deactivatedAt) throw deactivated()
        const newId = await sessions.startViewing(c.get('sessionId'), person.id)
        setSessionCookie(c, settings.baseUrl, newId)
        await audit(c, deps, 'hijack.started', { detail: { user: person.id } })
        return c.json(meOf(person, administrator))
      },
    )
}
