import { createHash } from 'node:crypto'
import * as client from 'openid-client'
import { z } from 'zod'
import type { SiteSettings } from '../site-settings.ts'

export type OidcSettings = NonNullable<SiteSettings['oidc']>

export const callbackPath = '/api/login/oidc/callback'

/** What a sign-in has to come back with; kept by the browser that began it, in a signed cookie. */
export const flowSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
})
export type Flow = z.infer<typeof flowSchema>

/** Whom the issuer vouches for. */
export interface Identity {
  /** SHA-256 of issuer and subject: the same person again, whatever their address is by then. */
  subjectHash: string
  /** In lower case; null where the issuer has not verified it. */
  email: string | null
  name: string | null
  groups: string[]
}

const claimsSchema = z.looseObject({
  email: z.string().max(255).optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
})
const groupsSchema = z.union([z.array(z.string()), z.string().transform((group) => [group])])

/** What the issuer said cannot be used: the person has to try again, or has no business here. */
export class OidcRefused extends Error {
  override name = 'OidcRefused'
}

/** Sign-in at the university's issuer: authorization code with state, nonce and PKCE. */
export function createOidc(settings: OidcSettings, baseUrl: string) {
  const redirectUri = new URL(callbackPath, baseUrl).href
  let discovered: Promise<client.Configuration> | undefined

  /** Asked once; asked again where it could not be answered. */
  function configuration(): Promise<client.Configuration> {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = undefined
      throw error
    })
    return discovered
  }

  return {
    /** Where to send the browser, and what it has to keep until it comes back. */
    async begin(next: string): Promise<{ url: URL; flow: Flow }> {
      const verifier = client.randomPKCECodeVerifier()
      const flow = { state: client.randomState(), nonce: client.randomNonce(), verifier, next }
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url, flow }
    },
    /** Whom the issuer sent back. Throws `OidcRefused` where anything does not fit together. */
    async finish(query: string, { state, nonce, verifier }: Flow): Promise<Identity> {
      const config = await configuration()
      try {
        const tokens = await client.authorizationCodeGrant(config, new URL(query, redirectUri), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const own = tokens.claims()
        if (!own) throw new OidcRefused('there is no id token')
        const more = config.serverMetadata().userinfo_endpoint
          ? await client.fetchUserInfo(config, tokens.access_token, own.sub)
          : {}
        return identityOf({ ...own, ...more, iss: own.iss, sub: own.sub }, settings)
      } catch (error) {
        if (isRefusal(error)) throw new OidcRefused(error.name, { cause: error })
        throw error
      }
    },
  }
}

function discover({ issuer, clientId, clientSecret }: OidcSettings) {
  const url = new URL(issuer)
  // Over plain HTTP only on this very machine; the settings refuse any other.
  const options = url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}
  return client.discovery(url, clientId, clientSecret, undefined, options)
}

/** Answers that do not fit, and what the issuer itself refuses; not that it cannot be reached. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof client.AuthorizationResponseError ||
  error instanceof client.ResponseBodyError ||
  error instanceof client.WWWAuthenticateChallengeError ||
  (error instanceof client.ClientError && error.code !== 'OAUTH_TIMEOUT') ||
  error instanceof z.ZodError

function identityOf(
  claims: { iss: string; sub: string; [claim: string]: unknown },
  { groupsClaim }: OidcSettings,
): Identity {
  const { email, email_verified: isVerified, name } = claimsSchema.parse(claims)
  const groups = groupsSchema.safeParse(claims[groupsClaim])
  return {
    subjectHash: createHash('sha256').update(`${claims.iss}\n${claims.sub}`).digest('hex'),
    email: email !== undefined && isVerified === true ? email.trim().toLowerCase() : null,
    name: name?.trim().slice(0, 255) || null,
    groups: groups.success ? groups.data : [],
  }
}
