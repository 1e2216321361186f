import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { SiteEnv } from '../deps.ts'

/** Tells the frame which pattern answered, for log line and measurements: addresses may hold secrets. */
export const nameRoute: MiddlewareHandler<SiteEnv> = async (c, next) => {
  await next()
  // The innermost handler that ran; where none did, it is one of the middlewares of all paths.
  const pattern = routePath(c)
  if (pattern !== '/*') c.env.frame.route = pattern
}
