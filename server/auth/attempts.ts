import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { SiteEnv } from '../deps.ts'
import type { SiteSettings } from '../site-settings.ts'
import { cookieNames, setBrowserMark } from './cookies.ts'
import { createBrowserMarks } from './known-browser.ts'
import type { Attempt } from './throttle.ts'

/** Who tries to sign in from where: what the throttle counts by. */
export function createAttempts({ secretKey, baseUrl }: SiteSettings) {
  const marks = createBrowserMarks(secretKey)
  const { browser } = cookieNames(baseUrl)

  return {
    of: (c: Context<SiteEnv>, email: string): Attempt => ({
      email,
      address: c.env.frame.address,
      knownBrowser: marks.read(email, getCookie(c, browser)),
    }),
    /** After a success: from now on the browser is known for this address. */
    remember(c: Context<SiteEnv>, { email, knownBrowser }: Attempt): void {
      if (!knownBrowser) setBrowserMark(c, baseUrl, marks.make(email))
    },
  }
}
