import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../api-error.ts'
import type { SiteEnv } from '../deps.ts'

export const administratorsOnly: MiddlewareHandler<SiteEnv> = async (c, next) => {
  if (!c.get('user').isAdmin) throw new ApiError(403, 'This is for administrators.')
  return next()
}
