import { Hono } from 'hono'
import { auditListSchema, auditQuerySchema } from '#shared/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { listAsCsv, readPart } from '../../middleware/lists.ts'
import { auditRows } from './lists.ts'

/** Who did what when. */
export function auditRoutes(deps: Deps) {
  const entries = auditRows(deps)
  return new Hono<SiteEnv>().get(
    '/',
    describe({
      tag: 'Administration: audit',
      summary: 'Who did what when, newest first',
      answer: auditListSchema,
      problems: [403],
      hasCsv: true,
    }),
    accept('query', auditQuerySchema),
    listAsCsv(entries),
    async (c) => c.json({ entries: await readPart(c, entries, c.req.valid('query')) }),
  )
}
