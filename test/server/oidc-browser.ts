import type { Caller, TestSite } from './support/site.ts'

/** A browser that follows redirects between the issuer and the site, with the cookies of each. */
export function createBrowser(visited: TestSite) {
  const baseUrl = new URL(visited.deps.settings.baseUrl).origin
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (origin: string) => {
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    return jar
  }
  async function visit(url: URL): Promise<Response> {
    const jar = jarOf(url.origin)
    const Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response =
      url.origin === baseUrl
        ? await visited.ask(url.pathname + url.search, {
            headers: { Cookie, 'Sec-Fetch-Site': 'cross-site' },
          })
        : await fetch(url, { redirect: 'manual', headers: { Cookie } })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    site: () => jarOf(baseUrl),
    visit,
    /** Where it ends up: an address of the site that is no step of the sign-in any more. */
    async walk(from: string, until = (url: URL) => !url.pathname.startsWith('/api/')) {
      let url = new URL(from, baseUrl)
      for (let steps = 0; steps < 12; steps += 1) {
        const response = await visit(url)
        const location = response.headers.get('Location')
        if (!location) throw new Error(`${url.href} answers ${response.status}`)
        url = new URL(location, url)
        if (url.origin === baseUrl && until(url)) return url
      }
      throw new Error('too many redirects')
    },
    caller: (): Caller => ({
      id: 0,
      email: '',
      cookie: `__Host-sid=${jarOf(baseUrl).get('__Host-sid')}`,
    }),
  }
}
