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
