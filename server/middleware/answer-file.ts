import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { encodings, type StaticFile } from '../static-files.ts'
import { isFresh } from './entity-tag.ts'

/** One file of the public bundle, compressed as the browser likes it. */
export async function answerFile(
  c: Context,
  { type, etag, isImmutable, body, encoded }: StaticFile,
  status: 200 | 401 | 404,
): Promise<Response> {
  c.header('Content-Type', type)
  c.header('Vary', 'Accept-Encoding')
  c.header('ETag', etag)
  // Files that keep their name are asked for anew each time, so that a new version is seen at once.
  c.header('Cache-Control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (status === 200 && isFresh(c.req.header('If-None-Match'), etag)) return c.body(null, 304)

  const encoding = encodings.find((name) => name === acceptedEncoding(c))
  if (!encoding) return c.body(body, status)
  c.header('Content-Encoding', encoding)
  return c.body(await encoded(encoding), status)
}

/** The smallest of those that the browser takes, in whatever order it names them. */
function acceptedEncoding(c: Context): string {
  return accepts(c, {
    header: 'Accept-Encoding',
    supports: [...encodings],
    default: 'identity',
    match(accepted, { supports, default: none }) {
      const taken = accepted.filter(({ q }) => q > 0).map(({ type }) => type)
      return supports.find((name) => taken.includes(name)) ?? none
    },
  })
}
