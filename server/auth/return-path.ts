const home = '/courses'

/** Where a browser goes after signing in: a path of this site, whatever it was asked to. */
export function returnPath(wanted: string | undefined, baseUrl: string): string {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, baseUrl)) return home
  const { origin, pathname, search, hash } = new URL(wanted, baseUrl)
  const isOurs = origin === new URL(baseUrl).origin && !pathname.startsWith('//')
  // The API answers no pages, and signing out must not be where one arrives.
  return isOurs && !/^\/(api|login)(\/|$)/.test(pathname) ? pathname + search + hash : home
}
