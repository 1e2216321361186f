import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../api-error.ts'
import type { SiteEnv } from '../deps.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])
const wayOut = '/api/hijack/end'

/** An administrator who looks at cloop as somebody else changes nothing in their name. */
export const lookOnly: MiddlewareHandler<SiteEnv> = async (c, next) => {
  if (c.get('hijacker') && !safeMethods.has(c.req.method) && c.req.path !== wayOut) {
    throw new ApiError(403, 'Nothing can be changed while you look at cloop as somebody else.')
  }
  return next()
}
