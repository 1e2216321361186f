/** All that a stranger may reach, besides the files of the public bundle. Everything else is closed. */
const publicPaths = new Set([
  'GET /',
  'GET /login',
  'GET /healthz',
  'GET /readyz',
  'POST /api/login',
])

export const isPublicPath = (method: string, path: string) =>
  publicPaths.has(`${method === 'HEAD' ? 'GET' : method} ${path}`)

/** Paths of exporters, who come with a token of their LMS server instead of a session. */
export const isExporterPath = (path: string) => /^\/api\/course_imports(\/|$)/.test(path)

/** Addresses that the pages know. All of them show the same page, which finds out by itself what to draw. */
export const isPage = (path: string) => /^\/(login|(courses|admin|account)(\/.*)?)?$/.test(path)
