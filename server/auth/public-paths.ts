/** All that a stranger may reach, besides the files of the public bundle. Everything else is closed. */
const publicPaths = new Set([
  'GET /',
  // The sign-in page in its four shapes.
  'GET /login',
  'GET /login/forgotten',
  'GET /login/new-password',
  'GET /login/welcome',
  'GET /healthz',
  'GET /readyz',
  'POST /api/login',
  'POST /api/password-resets',
])

/** The last part is a one-time token of somebody who cannot sign in. */
const isPasswordLink = (method: string, path: string) =>
  method === 'POST' && /^\/api\/password-resets\/[^/]+$/.test(path)

/** Where single sign-on is on. */
const oidcPaths = new Set(['GET /api/login/oidc', 'GET /api/login/oidc/callback'])

export function isPublicPath(method: string, path: string, hasOidc: boolean): boolean {
  const asked = `${method === 'HEAD' ? 'GET' : method} ${path}`
  return publicPaths.has(asked) || isPasswordLink(method, path) || (hasOidc && oidcPaths.has(asked))
}

/** Paths of exporters, who come with a token of their LMS server instead of a session. */
export const isExporterPath = (path: string) => /^\/api\/course_imports(\/|$)/.test(path)

/** Addresses that the pages know. All of them show the same page, which finds out by itself what to draw. */
export const isPage = (path: string) =>
  /^\/(login(\/(forgotten|new-password|welcome))?|(courses|admin|account)(\/.*)?)?$/.test(path)
