const home = '/courses'

/**
 * Where to go after signing in: only a path of this site. Anything that a browser could take for another
 * site (`//evil`, `/\evil`, `https:evil`, `javascript:`) becomes the list of courses.
 */
export function safeReturnPath(wanted: unknown, origin = location.origin): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return home
  if (!URL.canParse(wanted, origin)) return home
  const url = new URL(wanted, origin)
  if (url.origin !== origin || url.pathname === '/login' || url.pathname.startsWith('//'))
    return home
  return url.pathname + url.search + url.hash
}
