import type { SiteState } from '#drizzle/site-state.ts'
import { createAddressList } from './auth/client-address.ts'

type Maintenance = SiteState['maintenance']

export interface Gate {
  /** What the state of the site asks for from now on. */
  set: (maintenance: Maintenance) => void
  /** The answer of `site`, or 503 for those who have to wait. */
  pass: (request: Request, address: string, site: () => Answer) => Promise<Response>
  /** Resolves when no request that may write is under way any more, those of allowed addresses aside. */
  untilIdle: () => Promise<void>
}
type Answer = Response | Promise<Response>

const stylePath = '/maintenance.css'
const alwaysOpen = new Set(['/healthz', '/readyz'])
const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Stands before the whole site, the sign-in included: in maintenance nothing behind it is asked. `allowed` are
 * addresses and networks that get in all the same.
 */
export function createGate(allowed: string[]): Gate {
  const isAllowed = createAddressList(allowed)
  let maintenance: Maintenance = null
  let writing = 0
  const onIdle: (() => void)[] = []

  async function countWriting(site: () => Answer): Promise<Response> {
    writing += 1
    try {
      return await site()
    } finally {
      writing -= 1
      if (writing === 0) for (const tell of onIdle.splice(0)) tell()
    }
  }

  return {
    set: (next) => (maintenance = next),
    pass: async (request, address, site) => {
      const { pathname } = new URL(request.url)
      if (alwaysOpen.has(pathname) || isAllowed(address)) return site()
      if (maintenance) return refusal(request.method, pathname, maintenance.retryAfterSeconds)
      return reads.has(request.method) ? site() : countWriting(site)
    },
    untilIdle: () =>
      writing === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve)),
  }
}

const detail = 'cloop is being looked after and will be back soon.'

function refusal(method: string, path: string, retryAfterSeconds: number): Response {
  const headers = { 'Retry-After': String(retryAfterSeconds), 'Cache-Control': 'no-store' }
  const answer = (status: number, type: string, body: string) =>
    new Response(method === 'HEAD' ? null : body, {
      status,
      headers: { ...headers, 'Content-Type': type },
    })
  if (path === stylePath) return answer(200, 'text/css; charset=utf-8', style)
  if (!path.startsWith('/api')) return answer(503, 'text/html; charset=utf-8', page)
  const problem = { type: 'about:blank', title: 'Service Unavailable', status: 503, detail }
  return answer(503, 'application/problem+json', JSON.stringify(problem))
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maintenance · cloop</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<h1>Back soon</h1>
<p>${detail} Nothing is lost: exports that arrive meanwhile are imported afterwards.</p>
<p><a href="">Try again</a></p>
</main>
</body>
</html>
`

const style = `:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif }
body { display: grid; min-height: 100vh; margin: 0; place-items: center }
main { box-sizing: border-box; max-width: 34rem; padding: 2rem }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2 }
a { color: inherit }
`
