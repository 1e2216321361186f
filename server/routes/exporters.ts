import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { importAnswerSchema } from '#shared/import.ts'
import { ApiError, notFound } from '../api-error.ts'
import { audit } from '../auth/audit.ts'
import type { Deps, SiteEnv } from '../deps.ts'
import { expectUpload } from '../imports/expect-upload.ts'
import { nudgeWorkers } from '../imports/nudge.ts'
import { storeUpload } from '../imports/store-upload.ts'
import { takeUpload } from '../imports/take-upload.ts'
import { noQuery } from '../middleware/accept.ts'
import { describe } from '../middleware/describe.ts'
import { courseOfServer } from '../queries/course-of-server.ts'
import { coursesOfServer } from '../queries/courses-of-server.ts'
import { expectedExports } from '../shaping/expected-exports.ts'
import { foundImport, numberInPath } from './found.ts'

const expectedExport = z.object({
  id: z.int(),
  courseCode: z.string(),
  lastActivity: z.string().describe('Newest instant stored, or the beginning of the course'),
  courseEnd: z.string().describe('Local midnight after the last day'),
  filename: z.string(),
})
const answer = z.object({
  server: z.string(),
  importLocation: z.string(),
  courses: z.record(z.string(), expectedExport),
})
const tag = 'Exporters'

/** For the exporters of an LMS server, in the shape that they have always known. */
export function exporterRoutes(deps: Deps) {
  const { db, settings } = deps
  return new Hono<SiteEnv>()
    .get(
      '/course_imports/',
      describe({ tag, summary: 'Which exports are expected where', answer }),
      noQuery,
      async (c) => {
        const server = c.get('exportingServer')
        const courses = await coursesOfServer(db, server.id)
        return c.json({
          server: server.name,
          importLocation: settings.directories.imports[0] ?? '',
          courses: expectedExports(server.id, courses),
        })
      },
    )
    .get('/course_imports', describe({ tag, summary: 'Sends on to …/' }), (c) =>
      c.redirect('/api/course_imports/', 301),
    )
    .route('/', deliveryRoutes(deps))
}

const delivery = {
  tag,
  summary: 'Deliver an export; 200 where the same file was delivered before',
  answer: importAnswerSchema,
  status: 202,
  otherStatus: 200,
  problems: [404, 408, 411, 413, 415, 503, 507],
  upload: 'zip',
} as const

function deliveryRoutes(deps: Deps) {
  const { db, settings } = deps
  return new Hono<SiteEnv>()
    .put('/course_imports/:code', describe(delivery), noQuery, async (c) => {
      const courseId = await ownCourse(c, deps)
      requireZipItself(c.req.header('Content-Type'))
      const upload = expectUpload(c, deps)
      const { processing } = settings.directories
      const file = await storeUpload(upload, {
        processing,
        maxBytes: settings.imports.maxUploadBytes,
      })
      const server = c.get('exportingServer')
      const { id, isNew } = await takeUpload(
        { ...deps, processing },
        {
          courseId,
          fileName: `${server.id}_${c.req.param('code')}.zip`,
          broughtBy: `LMS server ${server.name}`.slice(0, 255),
          file,
          sameIn: ['queued', 'running', 'succeeded'],
        },
      )
      const detail = { lmsServer: server.id, import: id, isNew }
      await audit(c, deps, 'import.delivered', { courseId, detail })
      if (isNew) await nudgeWorkers(deps, courseId)
      return c.json({ import: await foundImport(db, id) }, isNew ? 202 : 200)
    })
    .get(
      '/course_imports/:code/:importId',
      describe({ tag, summary: 'One import', answer: importAnswerSchema, problems: [404] }),
      noQuery,
      async (c) => {
        const courseId = await ownCourse(c, deps)
        const found = await foundImport(db, numberInPath(c.req.param('importId')))
        if (found.courseId !== courseId) throw notFound()
        return c.json({ import: found })
      },
    )
}

/** The course of the exporter's own server that the path names; 404 for those of other servers, too. */
async function ownCourse(c: Context<SiteEnv>, { db }: Pick<Deps, 'db'>): Promise<number> {
  const serverId = c.get('exportingServer').id
  const courseId = await courseOfServer(db, { serverId, code: c.req.param('code') ?? '' })
  if (courseId === undefined) throw notFound()
  return courseId
}

function requireZipItself(contentType = ''): void {
  if (/^multipart\//i.test(contentType)) {
    throw new ApiError(415, 'Forms are not taken here: the zip itself is the body.')
  }
}
