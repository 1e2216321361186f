import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ApiError } from '../api-error.ts'
import type { SiteEnv } from '../deps.ts'

export const largestBodyBytes = 64 * 1024

/** Routes that take files: they count for themselves, after they have asked who comes. */
const isUpload = (method: string, path: string) =>
  (method === 'PUT' && /^\/api\/course_imports\/[^/]+$/.test(path)) ||
  (method === 'POST' && path === '/api/admin/imports') ||
  (method === 'POST' && /^\/api\/courses\/[^/]+\/events\/import$/.test(path))

const limitBody: MiddlewareHandler<SiteEnv> = bodyLimit({
  maxSize: largestBodyBytes,
  onError: () => {
    throw new ApiError(413, `The body may have ${largestBodyBytes} bytes at most.`)
  },
})

/** Refuses large bodies, whether they say their length or not, but for uploads. */
export const limitBodies: MiddlewareHandler<SiteEnv> = (c, next) =>
  isUpload(c.req.method, c.req.path) ? next() : limitBody(c, next)
