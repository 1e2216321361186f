import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { ApiError, notFound, unauthorised } from '../api-error.ts'
import { cookieNames } from '../auth/cookies.ts'
import { isExporterPath, isPage, isPublicPath } from '../auth/public-paths.ts'
import { ownerOfToken } from '../auth/tokens.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { serversWithTokens } from '../repositories/lms-servers.ts'
import { answerFile } from './answer-file.ts'

type Needs = Pick<Deps, 'db' | 'sessions' | 'files' | 'settings'>

/** The guard, first of all handlers: lets pass who is signed in, and strangers to public paths only. */
export function requireSession(deps: Needs): MiddlewareHandler<SiteEnv> {
  const { session: cookieName } = cookieNames(deps.settings.baseUrl)
  const hasOidc = deps.settings.oidc !== undefined

  return async function requireSession(c, next) {
    const { method, path } = c.req
    if (isPublicPath(method, path, hasOidc)) return next()
    if (isRead(method) && deps.files.find(path)) return next()
    if (isExporterPath(path)) {
      c.set('exportingServer', await exportingServerOf(c, deps))
      return next()
    }
    const sessionId = getCookie(c, cookieName)
    const signedIn = sessionId ? await deps.sessions.find(sessionId) : null
    if (!signedIn) return turnAway(c, deps)
    const { user, hijacker, sessionId: id } = signedIn
    c.set('user', user)
    c.set('hijacker', hijacker)
    c.set('sessionId', id)
    c.env.frame.userId = hijacker?.id ?? user.id
    return next()
  }
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

/** A stranger learns of the API only that it is closed, and gets the sign-in page for a page. */
function turnAway(c: Context<SiteEnv>, { files }: Needs): Promise<Response> {
  const { path, method } = c.req
  if (path.startsWith('/api')) throw unauthorised()
  if (isRead(method) && isPage(path) && files.page) return answerFile(c, files.page, 401)
  throw isPage(path) ? unauthorised() : notFound()
}

/** The LMS server whose token the request carries: `Authorization: Token …` or `Bearer …`. */
async function exportingServerOf(c: Context<SiteEnv>, { db }: Needs) {
  const [, token] = /^(?:Token|Bearer) +(\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? []
  const server = token && ownerOfToken(token, await serversWithTokens(db))
  if (!server) {
    throw new ApiError(401, 'A valid token is needed.', {
      headers: { 'WWW-Authenticate': 'Token' },
    })
  }
  return server
}
