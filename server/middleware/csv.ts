import type { MiddlewareHandler } from 'hono'
import { csvText, type Table } from '../shaping/csv.ts'
import type { SiteEnv } from '../deps.ts'

/** Answers the same rows as CSV where the request says `?format=csv`; `tableOf` lays the JSON answer out. */
export function csv<Answer>(
  name: string,
  tableOf: (answer: Answer) => Table,
): MiddlewareHandler<SiteEnv> {
  return async function csv(c, next) {
    await next()
    if (c.req.query('format') !== 'csv' || c.res.status !== 200) return
    const course = c.get('course') as SiteEnv['Variables']['course'] | undefined
    const text = csvText(tableOf((await c.res.json()) as Answer))
    const headers = new Headers(c.res.headers)
    headers.delete('Content-Length')
    headers.set('Content-Type', 'text/csv; charset=utf-8')
    headers.set(
      'Content-Disposition',
      attachment(`${course ? `${course.code} ${name}` : name}.csv`),
    )
    // Undone first: hono would merge the old answer's headers into the new one's.
    c.res = undefined
    c.res = new Response(text, { status: 200, headers })
  }
}

/** RFC 6266: a plain name for old readers, the exact one beside it. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w .-]/g, '_')
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}
