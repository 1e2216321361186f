import type { SiteState } from '#drizzle/site-state.ts'
import { createAddressList } from './auth/client-address.ts'

interface Closed {
  retryAfterSeconds: number
  /** Also those who get in during maintenance have to wait. */
  toEverybody?: boolean
}

/** Until the state of the site could be read: it may be in maintenance. */
export const unknownState: Closed = { retryAfterSeconds: 10 }

/** In half a staging copy are real people, and their passwords still open it. */
const halfCopy: Closed = { retryAfterSeconds: 300, toEverybody: true }

/** How the gate stands for a site of this state. */
export const gateOf = ({ copy, maintenance }: SiteState): Closed | null =>
  copy ? halfCopy : maintenance

export interface Gate {
  /** Closes it, or opens it with null. It is closed until the first call. */
  set: (closed: Closed | null) => void
  /** The answer of `site`, or 503 for those who have to wait. */
  pass: (request: Request, address: string, site: () => Answer) => Promise<Response>
  /** For work that goes on after its request has been answered. */
  hold: <Result>(work: Promise<Result>) => Promise<Result>
  /** Resolves when nothing that may write is under way any more, requests of allowed addresses aside. */
  untilIdle: () => Promise<void>
}
type Answer = Response | Promise<Response>

const stylePath = '/maintenance.css'
const alwaysOpen = new Set(['/healthz', '/readyz'])

/**
 * Stands before the whole site, the sign-in included: in maintenance nothing behind it is asked. `allowed` are
 * addresses and networks that get in all the same.
 */
export function createGate(allowed: string[]): Gate {
  const isAllowed = createAddressList(allowed)
  let closed: Closed | null = unknownState
  let underWay = 0
  const onIdle: (() => void)[] = []

  async function hold<Result>(work: Promise<Result>): Promise<Result> {
    underWay += 1
    try {
      return await work
    } finally {
      underWay -= 1
      if (underWay === 0) for (const tell of onIdle.splice(0)) tell()
    }
  }

  return {
    set: (next) => (closed = next),
    hold,
    pass: async (request, address, site) => {
      const { pathname } = new URL(request.url)
      if (alwaysOpen.has(pathname)) return site()
      if (isAllowed(address) && !closed?.toEverybody) return site()
      if (closed) return refusal(request.method, pathname, closed.retryAfterSeconds)
      // Reading requests write, too: audit entries, sessions. What streams after the answer has begun, events and
      // long lists, only reads, and may last for hours: nobody waits for it.
      return hold(Promise.resolve(site()))
    },
    untilIdle: () =>
      underWay === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve)),
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
