import type { Hono } from 'hono'
import type { createClientAddress } from './auth/client-address.ts'
import type { Deps, Frame, SiteEnv } from './deps.ts'
import type { SiteBindings } from './http-server.ts'
import { requestIds, type createRequestId } from './request-id.ts'

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const securityHeaders = Object.entries({
  'Content-Security-Policy': contentSecurityPolicy,
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
})

type Needs = Pick<Deps, 'log' | 'metrics' | 'gate'> & {
  clientAddress: ReturnType<typeof createClientAddress>
  requestIdOf: ReturnType<typeof createRequestId>
}

/**
 * What surrounds every request, also those that the guard turns away: an id, security headers, one log
 * line, one observation of its duration. It stands outside of the app so that the guard can be the first
 * thing in it.
 */
export function framed(app: Hono<SiteEnv>, needs: Needs) {
  const { log, metrics, gate, clientAddress, requestIdOf } = needs
  return async (request: Request, bindings: Partial<SiteBindings> = {}): Promise<Response> => {
    const startedAt = performance.now()
    const socketAddress = bindings.incoming?.socket.remoteAddress
    const requestId = requestIdOf(socketAddress, request.headers.get('x-request-id'))
    const frame: Frame = {
      requestId,
      log: log.child({ requestId }),
      address: clientAddress(socketAddress, request.headers.get('x-forwarded-for')),
      route: 'none',
    }
    const response = await gate.pass(request, frame.address, () =>
      requestIds.run(requestId, () => app.fetch(request, { ...bindings, frame })),
    )

    response.headers.set('X-Request-Id', requestId)
    for (const [name, value] of securityHeaders) response.headers.set(name, value)
    if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store')

    const milliseconds = performance.now() - startedAt
    const { method } = request
    const { route, userId } = frame
    const { status } = response
    metrics.observeRequest({ method, route, status, seconds: milliseconds / 1000 })
    // The pattern, not the address: an address can hold a one-time token.
    frame.log.info({ method, route, status, userId, milliseconds: Math.round(milliseconds) })
    return response
  }
}
