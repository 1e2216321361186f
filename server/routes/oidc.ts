import { Hono, type Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import { audit } from '../auth/audit.ts'
import { cookieNames, setSessionCookie } from '../auth/cookies.ts'
import { accountOf, type NoAccount } from '../auth/oidc-account.ts'
import { callbackPath, createOidc, flowSchema, OidcRefused } from '../auth/oidc.ts'
import type { Flow, OidcSettings } from '../auth/oidc.ts'
import { returnPath } from '../auth/return-path.ts'
import { beginSession } from '../auth/sign-in.ts'
import { countRefusal } from '../auth/throttle.ts'
import type { Deps, SiteEnv } from '../deps.ts'

/** To sign in there, second factor included. */
const flowSeconds = 15 * 60

/** Shown by the sign-in page: `failed` to try again, `away` later, `unknown` to ask an administrator. */
type Trouble = 'failed' | 'away' | 'unknown'

const back = (c: Context<SiteEnv>, trouble: Trouble) => c.redirect(`/login?sso=${trouble}`, 303)

/** Any stranger can ask for this as often as they like: the audit log is not for them to fill. */
function turnBack(c: Context<SiteEnv>) {
  c.env.frame.log.warn('somebody came back from the issuer who had not gone there')
  return back(c, 'failed')
}

async function refuse(c: Context<SiteEnv>, deps: Deps, why: NoAccount | 'refused') {
  const { address } = c.env.frame
  // Whom the issuer vouches for is somebody; who comes with a made-up answer may be anybody, again and again.
  if (why !== 'refused' || (await countRefusal(deps.db, address, deps.now()))) {
    await audit(c, deps, 'sign_in.failed', { detail: { by: 'oidc', why } })
  }
  return back(c, why === 'refused' ? 'failed' : 'unknown')
}

/**
 * Signing in at the university's issuer: two addresses that a browser walks through. Without settings they do
 * not exist. That a GET signs in lies in the protocol; the flow's cookie says that this browser asked for it.
 */
export function oidcRoutes(deps: Deps, oidcSettings: OidcSettings) {
  const { baseUrl, secretKey } = deps.settings
  const oidc = createOidc(oidcSettings, baseUrl)
  const { isSecure } = cookieNames(baseUrl)
  const cookie = isSecure ? '__Host-oidc' : 'oidc'
  const attributes = { httpOnly: true, secure: isSecure, sameSite: 'Lax', path: '/' } as const

  /** What this browser keeps of the sign-in that it began. */
  async function flowOf(c: Context<SiteEnv>): Promise<Flow | undefined> {
    const kept = await getSignedCookie(c, secretKey, cookie)
    if (!kept) return undefined
    return flowSchema.safeParse(JSON.parse(kept)).data
  }

  async function signIn(c: Context<SiteEnv>, flow: Flow) {
    const identity = await oidc.finish(new URL(c.req.url).search, flow)
    const asking = { ...oidcSettings, address: c.env.frame.address }
    const user = await accountOf(deps, identity, asking)
    if (typeof user === 'string') return refuse(c, deps, user)
    const sessionId = await beginSession(deps, user, c.req.header('User-Agent'))
    if (!sessionId) return refuse(c, deps, 'deactivated')
    c.env.frame.userId = user.id
    await audit(c, deps, 'sign_in.succeeded', { detail: { by: 'oidc' } })
    setSessionCookie(c, baseUrl, sessionId)
    return c.redirect(returnPath(flow.next, baseUrl), 303)
  }

  return new Hono<SiteEnv>()
    .get('/', async (c) => {
      try {
        const { url, flow } = await oidc.begin(returnPath(c.req.query('next'), baseUrl))
        const kept = { ...attributes, maxAge: flowSeconds }
        await setSignedCookie(c, cookie, JSON.stringify(flow), secretKey, kept)
        return c.redirect(url.href, 303)
      } catch (error) {
        c.env.frame.log.error({ err: error }, 'the issuer of OpenID Connect cannot be asked')
        return back(c, 'away')
      }
    })
    .get(callbackPath.replace('/api/login/oidc', ''), async (c) => {
      const flow = await flowOf(c)
      // It serves once, whatever comes of it.
      deleteCookie(c, cookie, attributes)
      if (!flow) return turnBack(c)
      try {
        return await signIn(c, flow)
      } catch (error) {
        if (error instanceof OidcRefused) return refuse(c, deps, 'refused')
        c.env.frame.log.error({ err: error }, 'signing in by OpenID Connect failed')
        return back(c, 'away')
      }
    })
}
