import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../api-error.ts'
import type { SiteEnv } from '../deps.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])
/** Back to one’s own eyes, or out altogether. */
const waysOut = new Set(['/api/hijack/end', '/api/logout'])

/** An administrator who looks at cloop as somebody else changes nothing in their name. */
export const lookOnly: MiddlewareHandler<SiteEnv> = async (c, next) => {
  if (c.get('hijacker') && !safeMethods.has(c.req.method) && !waysOut.has(c.req.path)) {
    throw new ApiError(403, 'Nothing can be changed while you look at cloop as somebody else.')
  }
  return next()
}
