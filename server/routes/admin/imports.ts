import { Hono } from 'hono'
import { importListQuerySchema } from '#shared/admin.ts'
import { importAnswerSchema, importProgressSchema, importsSchema } from '#shared/import.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { createProgressFeed } from '../../imports/progress-feed.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { listAsCsv, readPart } from '../../middleware/lists.ts'
import { foundImport, numberInPath } from '../found.ts'
import { importActionRoutes } from './import-actions.ts'
import { importUploadRoutes } from './import-uploads.ts'
import { importRows } from './lists.ts'

const about = (summary: string) => ({
  tag: 'Administration: imports',
  summary,
  problems: [403],
})

export function importRoutes(deps: Deps) {
  const { db } = deps
  const progress = createProgressFeed(deps)
  const imports = importRows(db)
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('Imports, newest first'), answer: importsSchema, hasCsv: true }),
      accept('query', importListQuerySchema),
      listAsCsv(imports),
      async (c) => c.json({ imports: await readPart(c, imports, c.req.valid('query')) }),
    )
    .get(
      '/stream',
      describe({
        ...about('How imports get on, as server-sent events `progress`'),
        answer: importProgressSchema,
        type: 'text/event-stream',
      }),
      noQuery,
      (c) => {
        // Proxies hold back what they would compress or collect.
        const headers = { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' }
        if (c.req.method === 'HEAD') return c.body(null, 200, headers)
        return c.body(progress.listen(c.get('sessionId')), 200, headers)
      },
    )
    .get(
      '/:importId',
      describe({ ...about('One import with its receipt'), answer: importAnswerSchema }),
      noQuery,
      async (c) => {
        return c.json({ import: await foundImport(db, numberInPath(c.req.param('importId'))) })
      },
    )
    .route('/', importUploadRoutes(deps))
    .route('/', importActionRoutes(deps))
}
