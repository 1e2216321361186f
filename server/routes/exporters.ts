import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps, SiteEnv } from '../deps.ts'
import { noQuery } from '../middleware/accept.ts'
import { describe } from '../middleware/describe.ts'
import { coursesOfServer } from '../queries/courses-of-server.ts'
import { expectedExports } from '../shaping/expected-exports.ts'

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

/** For the exporters of an LMS server, in the shape that they have always known. */
export function exporterRoutes({ db, settings }: Pick<Deps, 'db' | 'settings'>) {
  return new Hono<SiteEnv>()
    .get(
      '/course_imports/',
      describe({ tag: 'Exporters', summary: 'Which exports are expected where', answer }),
      noQuery,
      async (c) => {
        const server = c.get('exportingServer')
        const courses = await coursesOfServer(db, server.id)
        return c.json({
          server: server.name,
          importLocation: settings.importDirectory,
          courses: expectedExports(server.id, courses),
        })
      },
    )
    .get('/course_imports', describe({ tag: 'Exporters', summary: 'Sends on to …/' }), (c) =>
      c.redirect('/api/course_imports/', 301),
    )
}
