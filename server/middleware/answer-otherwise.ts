import type { Context, Hono, NotFoundHandler } from 'hono'
import { ApiError, notFound } from '../api-error.ts'
import { isPage } from '../auth/public-paths.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { answerFile } from './answer-file.ts'
import { answerProblem } from './problems.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** What no route answers: a file of the public bundle, a page, 405 under another method, or 404. */
export function answerOtherwise(
  app: Hono<SiteEnv>,
  { files }: Pick<Deps, 'files'>,
): NotFoundHandler<SiteEnv> {
  /** Middlewares match every method; a route adds a handler to its own. */
  const methodsOf = (path: string) => {
    const handlers = (method: string) => app.router.match(method, path)[0].length
    return methods.filter((method) => handlers(method) > handlers('NONE'))
  }

  return (c) => {
    const { path, method } = c.req
    const known = methodsOf(path)
    if (known.length > 0) {
      const Allow = [...known, ...(known.includes('GET') ? ['HEAD'] : [])].join(', ')
      return answerProblem(new ApiError(405, `Here, use ${Allow}.`, { headers: { Allow } }), c)
    }
    const isRead = method === 'GET' || method === 'HEAD'
    const file = isRead ? files.find(path) : undefined
    if (file) return answerFile(c, file, 200)
    if (isRead && files.page && wantsPage(c)) {
      return answerFile(c, files.page, isPage(path) ? 200 : 404)
    }
    return answerProblem(notFound(), c)
  }
}

/** A person in a browser sees the page that says so also where there is none. */
const wantsPage = (c: Context) =>
  isPage(c.req.path) ||
  (!c.req.path.startsWith('/api') && (c.req.header('Accept') ?? '').includes('text/html'))
