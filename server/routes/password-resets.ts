import { Hono } from 'hono'
import { resetRequestSchema, resetSchema } from '#shared/session.ts'
import { mailLinkTo, usePasswordLink } from '../auth/one-time-links.ts'
import { countReset } from '../auth/throttle.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { describe } from '../middleware/describe.ts'

const tag = 'Session'

/** Forgotten passwords. Both routes are public. */
export function passwordResetRoutes(deps: Deps) {
  const { db, now, gate } = deps
  return new Hono<SiteEnv>()
    .post(
      '/',
      describe({
        tag,
        summary: 'Ask for a mail with a link, whoever has the address',
        status: 202,
        problems: [403, 429],
      }),
      noQuery,
      accept('json', resetRequestSchema),
      async (c) => {
        const email = c.req.valid('json').email.trim().toLowerCase()
        const { address, log } = c.env.frame
        if (await countReset(db, { address, email }, now())) {
          // Nobody waits for it: how long the answer takes tells nothing about who has an account.
          void gate.hold(mailLinkTo(deps, email, address)).catch((error: unknown) => {
            log.error({ err: error }, 'a link for a new password could not be mailed')
          })
        }
        return c.body(null, 202)
      },
    )
    .post(
      '/:token',
      describe({
        tag,
        summary: 'Choose a password with the link of a mail, ends all sessions',
        problems: [403, 404, 422, 429],
      }),
      noQuery,
      accept('json', resetSchema),
      async (c) => {
        const { address } = c.env.frame
        const { password } = c.req.valid('json')
        await countReset(db, { address }, now())
        await usePasswordLink(deps, { token: c.req.param('token'), password, address })
        return c.body(null, 204)
      },
    )
}
