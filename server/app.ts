import { Hono } from 'hono'
import { createClientAddress } from './auth/client-address.ts'
import type { Deps, SiteEnv } from './deps.ts'
import { framed } from './frame.ts'
import { administratorsOnly } from './middleware/administrators-only.ts'
import { answerOtherwise } from './middleware/answer-otherwise.ts'
import { limitBodies } from './middleware/body-limit.ts'
import { lookOnly } from './middleware/look-only.ts'
import { nameRoute } from './middleware/name-route.ts'
import { answerProblem } from './middleware/problems.ts'
import { requireSession } from './middleware/require-session.ts'
import { sameOrigin } from './middleware/same-origin.ts'
import { auditRoutes } from './routes/admin/audit.ts'
import { checkRoutes } from './routes/admin/checks.ts'
import { adminCourseRoutes } from './routes/admin/courses.ts'
import { anyCourseEventRoutes } from './routes/admin/events.ts'
import { importRoutes } from './routes/admin/imports.ts'
import { lmsServerRoutes } from './routes/admin/lms-servers.ts'
import { taskRoutes } from './routes/admin/tasks.ts'
import { unrecognisedRoutes } from './routes/admin/unrecognised.ts'
import { userHelpRoutes } from './routes/admin/user-help.ts'
import { userSessionRoutes } from './routes/admin/user-sessions.ts'
import { userRoutes } from './routes/admin/users.ts'
import { courseRoutes } from './routes/courses.ts'
import { documentationRoutes } from './routes/documentation.ts'
import { exporterRoutes } from './routes/exporters.ts'
import { healthRoutes } from './routes/health.ts'
import { hijackRoutes } from './routes/hijack.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { passwordResetRoutes } from './routes/password-resets.ts'
import { sessionRoutes } from './routes/session.ts'
import { createRequestId } from './request-id.ts'

/** The whole site. Its type is what the typed client of the pages is made of. */
export function createApp(deps: Deps) {
  const app = new Hono<SiteEnv>()
  // The guard comes first: whatever follows is closed to strangers unless its list names it.
  app.use('*', requireSession(deps))
  app.use('*', nameRoute)
  app.use('*', sameOrigin(deps.settings.baseUrl))
  app.use('*', lookOnly)
  app.use('*', limitBodies)
  app.use('/api/admin/*', administratorsOnly(deps))
  app.onError(answerProblem)
  app.notFound(answerOtherwise(app, deps))

  const api = app
    .route('/', healthRoutes(deps))
    .route('/api', sessionRoutes(deps))
    .route('/api/password-resets', passwordResetRoutes(deps))
    .route('/api/hijack', hijackRoutes(deps))
    .route('/api/courses', courseRoutes(deps))
    .route('/api', exporterRoutes(deps))
    .route('/api/admin/users', userRoutes(deps))
    .route('/api/admin/users', userSessionRoutes(deps))
    .route('/api/admin/users', userHelpRoutes(deps))
    .route('/api/admin/lms-servers', lmsServerRoutes(deps))
    .route('/api/admin/courses', adminCourseRoutes(deps))
    .route('/api/admin/imports', importRoutes(deps))
    .route('/api/admin/unrecognised', unrecognisedRoutes(deps))
    .route('/api/admin/events', anyCourseEventRoutes(deps))
    .route('/api/admin/checks', checkRoutes(deps))
    .route('/api/admin/tasks', taskRoutes(deps))
    .route('/api/admin/audit', auditRoutes(deps))
  const { oidc } = deps.settings
  if (oidc) app.route('/api/login/oidc', oidcRoutes(deps, oidc))
  app.route('/api', documentationRoutes(app, deps))
  return api
}

export type App = ReturnType<typeof createApp>

/** What the server hands every request to. */
export function createSite(deps: Deps) {
  const clientAddress = createClientAddress(deps.settings.trustedProxies)
  const requestIdOf = createRequestId(deps.settings.trustedProxies)
  return framed(createApp(deps), { ...deps, clientAddress, requestIdOf })
}
