import type { MiddlewareHandler } from 'hono'
import { inDbTransactionOnce } from '#drizzle/db.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { cachingOf, entityTag, isFresh } from './entity-tag.ts'

/**
 * For routes that answer figures of `course`. The tag is made of all that the answer depends on, so that
 * a browser that has it already is told so without the figures being asked for. All reads of the handler
 * go through `figures`, one transaction: never half before and half after an import. Answers about one
 * student and copies as CSV are kept by nobody.
 */
export function answersFigures({
  pool,
  version,
}: Pick<Deps, 'pool' | 'version'>): MiddlewareHandler<SiteEnv> {
  return async function answersFigures(c, next) {
    const { id, figuresVersion } = c.get('course')
    const { pathname, search } = new URL(c.req.url)
    const caching = cachingOf(entityTag(version, id, figuresVersion, pathname, search))
    const isAboutOne = (c.req.query('student') ?? c.req.param('studentId')) !== undefined
    const mayBeKept = !isAboutOne && c.req.query('format') !== 'csv'
    if (mayBeKept && isFresh(c.req.header('If-None-Match'), caching.ETag)) {
      return c.body(null, 304, caching)
    }
    await inDbTransactionOnce(pool, async (db) => {
      c.set('figures', db)
      await next()
    })
    if (c.res.status === 200 && mayBeKept) {
      for (const [name, value] of Object.entries(caching)) c.res.headers.set(name, value)
    }
    return undefined
  }
}
