import { Hono } from 'hono'
import { importListQuerySchema } from '#shared/admin.ts'
import { importAnswerSchema, importsSchema } from '#shared/import.ts'
import { notFound } from '../../api-error.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { listImports } from '../../repositories/imports.ts'
import { importOf } from '../../shaping/imports.ts'
import { numberInPath } from '../found.ts'

const about = (summary: string) => ({
  tag: 'Administration: imports',
  summary,
  problems: [403],
})

export function importRoutes({ db }: Pick<Deps, 'db'>) {
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('Imports, newest first'), answer: importsSchema }),
      accept('query', importListQuerySchema),
      async (c) => {
        const { course, ...filter } = c.req.valid('query')
        const rows = await listImports(db, { ...filter, courseId: course })
        return c.json({ imports: rows.map(importOf) })
      },
    )
    .get(
      '/:importId',
      describe({ ...about('One import with its receipt'), answer: importAnswerSchema }),
      noQuery,
      async (c) => {
        const [row] = await listImports(db, { id: numberInPath(c.req.param('importId')) })
        if (!row) throw notFound()
        return c.json({ import: importOf(row) })
      },
    )
}
