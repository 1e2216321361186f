import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OidcSettings } from '#server/auth/oidc.ts'
import { createBrowser } from './oidc-browser.ts'
import { createIssuer, type Account } from './oidc-issuer.ts'
import { createTestSite, type Caller, type TestSite } from './support/site.ts'

const baseUrl = 'https://cloop.example.edu'
const callback = `${baseUrl}/api/login/oidc/callback`
let issuer: Awaited<ReturnType<typeof createIssuer>>
let site: TestSite
let oidc: OidcSettings
let made = 0

beforeAll(async () => {
  issuer = await createIssuer(callback)
  oidc = {
    issuer: issuer.issuer,
    clientId: issuer.client.id,
    clientSecret: issuer.client.secret,
    label: 'University sign-in',
    groupsClaim: 'groups',
    adminGroup: 'cloop-admins',
    createsUsers: false,
  }
  site = await createTestSite({ settings: { baseUrl, oidc } })
  await site.addPerson('root@example.edu', { isAdmin: true })
})
afterAll(async () => {
  await site.drop()
  await issuer.close()
})
beforeEach(async () => {
  made += 1
  await site.pool.query('DELETE FROM audit_log')
  await site.pool.query('DELETE FROM sign_in_failures')
})

const account = (changes: Partial<Account> = {}): Account => ({
  sub: `subject-${made}`,
  email: `person${made}@example.edu`,
  email_verified: true,
  name: 'Somebody',
  ...changes,
})
const actions = async () => {
  const [rows] = await site.pool.query<RowDataPacket[]>(
    'SELECT action, detail FROM audit_log ORDER BY id',
  )
  return rows.map(({ action, detail }) => [action, JSON.parse(String(detail))] as unknown[])
}
const find = async (email: string) => {
  const [[row] = []] = await site.pool.query<RowDataPacket[]>(
    'SELECT id, is_admin AS isAdmin, password_hash AS password FROM users WHERE email = ?',
    [email],
  )
  return row
}

const signIn = async (who: Account | null, path = '/api/login/oidc') => {
  issuer.state.signedIn = who
  const browser = createBrowser(site)
  const end = await browser.walk(path)
  return { browser, end: end.pathname + end.search + end.hash }
}
const me = async (from: Caller) => {
  const answer = await site.ask('/api/me', { from })
  return answer.status === 200 ? ((await answer.json()) as { user: object }).user : answer.status
}

describe('somebody whom the issuer knows', () => {
  it('signs in by a verified address, and lands where they wanted to', async () => {
    const person = await site.addPerson(`person${made}@example.edu`)
    const { browser, end } = await signIn(
      account({ email: `Person${made}@Example.EDU` }),
      '/api/login/oidc?next=%2Fcourses%2F7%3Fweek%3D2',
    )
    expect(end).toBe('/courses/7?week=2')
    expect(await me(browser.caller())).toMatchObject({ id: person.id, isAdmin: false })
    expect(browser.site().has('__Host-oidc')).toBe(false)
    expect(await actions()).toEqual([['sign_in.succeeded', { by: 'oidc' }]])
  })

  it('is the same person afterwards, whatever their address is at the issuer', async () => {
    const person = await site.addPerson(`person${made}@example.edu`)
    await signIn(account())
    const { browser } = await signIn(account({ email: 'new@example.edu', email_verified: false }))
    expect(await me(browser.caller())).toMatchObject({ id: person.id })
  })

  it('is an administrator as long as the group says so', async () => {
    const person = await site.addPerson(`person${made}@example.edu`)
    const groups = ['staff', 'cloop-admins']
    const first = await signIn(account({ groups }))
    expect(await me(first.browser.caller())).toMatchObject({ isAdmin: true })
    const second = await signIn(account({ groups: ['staff'] }))
    expect(await me(second.browser.caller())).toMatchObject({ isAdmin: false })
    expect(await me(first.browser.caller())).toMatchObject({ isAdmin: false })
    const third = await signIn(account({ groups: 'cloop-admins' }))
    expect(await me(third.browser.caller())).toMatchObject({ isAdmin: true })
    const changed = (isAdmin: boolean) => [
      'user.changed',
      { user: person.id, isAdmin, fields: ['isAdmin'], by: 'oidc' },
    ]
    expect((await actions()).filter(([action]) => action === 'user.changed')).toEqual([
      changed(true),
      changed(false),
      changed(true),
    ])
    await site.pool.query('UPDATE users SET is_admin = FALSE WHERE id = ?', [person.id])
  })

  it('stays an administrator as the last one', async () => {
    await site.pool.query("UPDATE users SET email = ? WHERE email = 'root@example.edu'", [
      `person${made}@example.edu`,
    ])
    const { browser } = await signIn(account({ groups: [] }))
    expect(await me(browser.caller())).toMatchObject({ isAdmin: true })
    await site.pool.query("UPDATE users SET email = 'root@example.edu' WHERE email = ?", [
      `person${made}@example.edu`,
    ])
  })

  it('does not get in without an account', async () => {
    const { browser, end } = await signIn(account())
    expect(end).toBe('/login?sso=unknown')
    expect(await me(browser.caller())).toBe(401)
    expect(await find(`person${made}@example.edu`)).toBeUndefined()
    expect(await actions()).toEqual([['sign_in.failed', { by: 'oidc', why: 'no-account' }]])
  })

  it.each([{ email_verified: false }, { email_verified: undefined }, { email: undefined }])(
    'does not get in by an address that nobody has verified: %j',
    async (claims) => {
      await site.addPerson(`person${made}@example.edu`)
      const { browser, end } = await signIn(account(claims))
      expect(end).toBe('/login?sso=unknown')
      expect(await me(browser.caller())).toBe(401)
    },
  )

  it('does not get in when deactivated, nor into the account of another subject', async () => {
    const person = await site.addPerson(`person${made}@example.edu`)
    await signIn(account())
    const other = await signIn(account({ sub: `other-${made}` }))
    expect(other.end).toBe('/login?sso=unknown')
    await site.pool.query('UPDATE users SET deactivated_at = NOW(6) WHERE id = ?', [person.id])
    const gone = await signIn(account())
    expect(gone.end).toBe('/login?sso=unknown')
    expect(await me(gone.browser.caller())).toBe(401)
  })

  it('gets an account where the settings say so, without a password', async () => {
    const open = await createTestSite({
      settings: { baseUrl, oidc: { ...oidc, createsUsers: true } },
    })
    issuer.state.signedIn = account({ name: 'Nora <New>' })
    const browser = createBrowser(open)
    expect((await browser.walk('/api/login/oidc')).pathname).toBe('/courses')
    const answer = await open.ask('/api/me', { from: browser.caller() })
    expect(await answer.json()).toMatchObject({ user: { name: 'Nora <New>', isAdmin: false } })
    const [[row] = []] = await open.pool.query<RowDataPacket[]>('SELECT password_hash FROM users')
    expect(row).toEqual({ password_hash: null })
    await open.drop()
  })

  it('who does not want to is back at the sign-in page', async () => {
    const { end } = await signIn(null)
    expect(end).toBe('/login?sso=failed')
    expect(await actions()).toEqual([['sign_in.failed', { by: 'oidc', why: 'refused' }]])
  })
})

describe('an answer of the issuer', () => {
  /** A browser at the point where the issuer has just sent it back, with the answer in the address. */
  async function answered() {
    made += 1
    await site.addPerson(`person${made}@example.edu`)
    issuer.state.signedIn = account()
    const browser = createBrowser(site)
    const url = await browser.walk('/api/login/oidc', ({ pathname }) =>
      pathname.endsWith('/callback'),
    )
    return { browser, url }
  }
  const endOf = async (browser: ReturnType<typeof createBrowser>, url: URL) =>
    (await browser.visit(url)).headers.get('Location')

  it('serves once', async () => {
    const { browser, url } = await answered()
    const cookie = browser.site().get('__Host-oidc')!
    expect(await endOf(browser, url)).toBe('/courses')
    expect(await endOf(browser, url)).toBe('/login?sso=failed')
    browser.site().set('__Host-oidc', cookie)
    expect(await endOf(browser, url)).toBe('/login?sso=failed')
  })

  it('serves the browser that asked only', async () => {
    const { url } = await answered()
    expect(await endOf(createBrowser(site), url)).toBe('/login?sso=failed')
    // A stranger's requests leave no rows.
    expect(await actions()).toEqual([])
    const other = await answered()
    expect(await endOf(other.browser, url)).toBe('/login?sso=failed')
    expect(await actions()).toEqual([['sign_in.failed', { by: 'oidc', why: 'refused' }]])
  })

  it.each(['state', 'iss', 'code'])('with another %s is refused', async (name) => {
    const { browser, url } = await answered()
    url.searchParams.set(name, name === 'iss' ? 'https://evil.example' : 'made-up')
    expect(await endOf(browser, url)).toBe('/login?sso=failed')
    expect(browser.site().has('__Host-sid')).toBe(false)
  })

  it.each(['', '?', '?error=access_denied', '?code=x', '?state=x&code=y&code=z'])(
    'as %j is refused',
    async (query) => {
      const { browser } = await answered()
      expect(await endOf(browser, new URL(callback + query))).toBe('/login?sso=failed')
    },
  )

  it('with a flow that somebody has written themselves is refused', async () => {
    const { browser, url } = await answered()
    const kept = decodeURIComponent(browser.site().get('__Host-oidc')!)
    const forged = encodeURIComponent(kept.replace('/courses', '//evil'))
    for (const cookie of [forged, 'x', encodeURIComponent('{}'), '%', 'a.b']) {
      browser.site().set('__Host-oidc', cookie)
      expect(await endOf(browser, url), cookie).toBe('/login?sso=failed')
    }
  })
})
