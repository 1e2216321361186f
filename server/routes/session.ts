import { Hono } from 'hono'
import {
  loginSchema,
  meChangeSchema,
  meSchema,
  ownUserSchema,
  passwordChangeSchema,
} from '#shared/session.ts'
import { ApiError, notFound } from '../api-error.ts'
import { createAttempts } from '../auth/attempts.ts'
import { audit } from '../auth/audit.ts'
import { removeSessionCookie, setSessionCookie } from '../auth/cookies.ts'
import { hashChosenPassword } from '../auth/passwords.ts'
import { beginSession, hashOfOwnPassword, signIn, wrongPassword } from '../auth/sign-in.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { accept, noQuery } from '../middleware/accept.ts'
import { describe } from '../middleware/describe.ts'
import { removeResetsOf } from '../repositories/password-resets.ts'
import { changeUser, findUser, replacePasswordHash } from '../repositories/users.ts'
import { meOf, ownOf } from '../shaping/me.ts'
import { ownSessionRoutes } from './own-sessions.ts'

const tag = 'Session'

export function sessionRoutes(deps: Deps) {
  const { sessions, settings } = deps
  const attempts = createAttempts(settings)

  return new Hono<SiteEnv>()
    .post(
      '/login',
      describe({ tag, summary: 'Sign in', answer: ownUserSchema, problems: [403, 429] }),
      noQuery,
      accept('json', loginSchema),
      async (c) => {
        const { email, password } = c.req.valid('json')
        const attempt = attempts.of(c, email.trim().toLowerCase())
        const { user, passwordHash } = await signIn(deps, { ...attempt, password })
        const shown = { id: user.id, passwordHash }
        const sessionId = await beginSession(deps, shown, c.req.header('User-Agent'))
        if (!sessionId) throw wrongPassword()
        c.env.frame.userId = user.id
        await audit(c, deps, 'sign_in.succeeded')
        setSessionCookie(c, settings.baseUrl, sessionId)
        attempts.remember(c, attempt)
        return c.json({ user: ownOf(user) })
      },
    )
    .post(
      '/logout',
      describe({ tag, summary: 'End this session', problems: [403] }),
      noQuery,
      async (c) => {
        await sessions.end(c.get('sessionId'))
        await audit(c, deps, 'sign_out')
        removeSessionCookie(c, settings.baseUrl)
        // Not "cookies": the mark of a known browser stays.
        c.header('Clear-Site-Data', '"cache", "storage"')
        return c.body(null, 204)
      },
    )
    .route('/me', meRoutes(deps))
    .route('/me/sessions', ownSessionRoutes(deps))
}

const notCurrent = () =>
  new ApiError(403, 'The current password is wrong.', {
    errors: [{ path: 'current', message: 'is wrong' }],
  })

function meRoutes(deps: Deps) {
  const { db, sessions } = deps
  const attempts = createAttempts(deps.settings)

  return new Hono<SiteEnv>()
    .get('/', describe({ tag, summary: 'Who is signed in', answer: meSchema }), noQuery, (c) =>
      c.json(meOf(c.get('user'), c.get('hijacker'))),
    )
    .patch(
      '/',
      describe({
        tag,
        summary: 'Change name and preferences',
        answer: ownUserSchema,
        problems: [403],
      }),
      noQuery,
      accept('json', meChangeSchema),
      async (c) => {
        const { id } = c.get('user')
        await changeUser(db, id, c.req.valid('json'))
        const user = await findUser(db, id)
        if (!user) throw notFound()
        return c.json({ user: ownOf(user) })
      },
    )
    .post(
      '/password',
      describe({
        tag,
        summary: 'Change the password, end other sessions',
        problems: [403, 422, 429],
      }),
      noQuery,
      accept('json', passwordChangeSchema),
      async (c) => {
        const { id, email } = c.get('user')
        const { current, new: chosen } = c.req.valid('json')
        const attempt = attempts.of(c, email)
        const from = await hashOfOwnPassword(deps, attempt, { id, password: current })
        if (from === null) throw notCurrent()
        const to = await hashChosenPassword(chosen, 'new')
        // Its owner may have chosen another meanwhile, by a link.
        if (!(await replacePasswordHash(db, id, { from, to }))) throw notCurrent()
        await sessions.endOthers(id, c.get('sessionId'))
        await removeResetsOf(db, id)
        await audit(c, deps, 'password.changed')
        return c.body(null, 204)
      },
    )
}
