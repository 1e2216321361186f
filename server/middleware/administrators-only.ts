import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../api-error.ts'
import { audit } from '../auth/audit.ts'
import type { Deps, SiteEnv } from '../deps.ts'

/** Turns away everybody else, and leaves a trace of it. */
export function administratorsOnly(deps: Pick<Deps, 'db' | 'now'>): MiddlewareHandler<SiteEnv> {
  return async function administratorsOnly(c, next) {
    if (c.get('user').isAdmin) return next()
    const [, , , what] = c.req.path.split('/')
    await audit(c, deps, 'administration.denied', { detail: { what: what?.slice(0, 40) } })
    throw new ApiError(403, 'This is for administrators.')
  }
}
