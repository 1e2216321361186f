import type { MiddlewareHandler } from 'hono'
import { ApiError } from '../api-error.ts'
import type { SiteEnv } from '../deps.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** `http://127.0.0.1:8080` for a request to that very address, so that a site on one's own machine needs no BASE_URL. */
function ownLoopbackOrigin(host: string | undefined): string | null {
  return host && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host)
    ? `http://${host}`
    : null
}

/**
 * Lets a request that changes something pass only when it comes from a page of ours: browsers say so in
 * `Sec-Fetch-Site`; without that header the `Origin` must be ours to the letter. Who sends neither (a
 * script) has to add one. Exporters carry a token that no browser adds by itself.
 */
export function sameOrigin(baseUrl: string): MiddlewareHandler<SiteEnv> {
  const siteOrigin = new URL(baseUrl).origin

  return async function sameOrigin(c, next) {
    if (safeMethods.has(c.req.method) || c.get('exportingServer')) return next()
    const fetchSite = c.req.header('Sec-Fetch-Site')
    const origin = c.req.header('Origin')
    const isOurs = fetchSite
      ? fetchSite === 'same-origin'
      : origin === siteOrigin ||
        (origin !== undefined && origin === ownLoopbackOrigin(c.req.header('Host')))
    if (!isOurs) throw new ApiError(403, 'Changes are taken from pages of this site only.')
    return next()
  }
}
