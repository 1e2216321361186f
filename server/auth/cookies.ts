import type { Context } from 'hono'
import { setCookie, deleteCookie } from 'hono/cookie'

const browserMarkDays = 180

/**
 * Behind TLS the names begin with `__Host-`: a browser then takes such a cookie only when it is secure,
 * of this very host and of the whole site, so that no neighbour can plant one.
 */
export function cookieNames(baseUrl: string) {
  const isSecure = baseUrl.startsWith('https:')
  const prefix = isSecure ? '__Host-' : ''
  return { isSecure, session: `${prefix}sid`, browser: `${prefix}known-browser` }
}

const attributes = (isSecure: boolean) =>
  ({ httpOnly: true, secure: isSecure, sameSite: 'Lax', path: '/' }) as const

/** Without an age of its own: the browser keeps it until it closes, the server decides when it ends. */
export function setSessionCookie(c: Context, baseUrl: string, sessionId: string): void {
  const { session, isSecure } = cookieNames(baseUrl)
  setCookie(c, session, sessionId, attributes(isSecure))
}

export function removeSessionCookie(c: Context, baseUrl: string): void {
  const { session, isSecure } = cookieNames(baseUrl)
  deleteCookie(c, session, attributes(isSecure))
}

export function setBrowserMark(c: Context, baseUrl: string, mark: string): void {
  const { browser, isSecure } = cookieNames(baseUrl)
  const maxAge = browserMarkDays * 24 * 3600
  setCookie(c, browser, mark, { ...attributes(isSecure), maxAge })
}
