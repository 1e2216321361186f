import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OidcSettings } from '#server/auth/oidc.ts'
import { createIssuer } from './oidc-issuer.ts'
import { createTestSite, type TestSite } from './support/site.ts'

const baseUrl = 'https://cloop.example.edu'
const callback = `${baseUrl}/api/login/oidc/callback`
let issuer: Awaited<ReturnType<typeof createIssuer>>
let site: TestSite
let oidc: OidcSettings

beforeAll(async () => {
  issuer = await createIssuer(callback)
  oidc = {
    issuer: issuer.issuer,
    clientId: issuer.client.id,
    clientSecret: issuer.client.secret,
    label: 'University sign-in',
    groupsClaim: 'groups',
    adminGroup: undefined,
    createsUsers: false,
  }
  site = await createTestSite({ settings: { baseUrl, oidc } })
})
afterAll(async () => {
  await site.drop()
  await issuer.close()
})

describe('the way to the issuer', () => {
  it('asks for a code with state, nonce and PKCE, and nothing that the request chose', async () => {
    const headers = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' }
    const answer = await site.ask('/api/login/oidc?next=//evil.example', { headers })
    expect(answer.status).toBe(303)
    const { origin, searchParams } = new URL(answer.headers.get('Location') ?? '')
    expect(origin).toBe(issuer.issuer)
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'cloop',
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-oidc=.*; Max-Age=900; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(cookie).not.toContain('evil')
  })

  it('leaves no more than ten rows in the log for answers that somebody makes up', async () => {
    const comeBack = async () => {
      const begun = await site.ask('/api/login/oidc')
      const state = new URL(begun.headers.get('Location') ?? '').searchParams.get('state') ?? ''
      const [Cookie = ''] = begun.headers.getSetCookie()[0]?.split(';') ?? []
      const query = new URLSearchParams({ state, code: 'made-up', iss: issuer.issuer })
      return site.ask(`/api/login/oidc/callback?${query.toString()}`, { headers: { Cookie } })
    }
    const ends = await Promise.all(Array.from({ length: 15 }, comeBack))
    expect(ends.map(({ headers }) => headers.get('Location'))).toEqual(
      Array<string>(15).fill('/login?sso=failed'),
    )
    const [rows] = await site.pool.query('SELECT action FROM audit_log')
    expect(rows).toEqual(Array(10).fill({ action: 'sign_in.failed' }))
  })

  it('says so where the issuer is away', async () => {
    const nowhere = { ...oidc, issuer: 'http://127.0.0.1:1' }
    const lost = await createTestSite({ settings: { baseUrl, oidc: nowhere } })
    const answer = await lost.ask('/api/login/oidc')
    expect(answer.headers.get('Location')).toBe('/login?sso=away')
    await lost.drop()
  })

  it('does not exist without settings', async () => {
    const plain = await createTestSite()
    for (const path of ['/api/login/oidc', '/api/login/oidc/callback']) {
      expect((await plain.ask(path)).status).toBe(401)
    }
    await plain.drop()
  })
})
