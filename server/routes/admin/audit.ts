import { Hono } from 'hono'
import { auditListSchema, auditQuerySchema, type AuditLogEntry } from '#shared/audit.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept } from '../../middleware/accept.ts'
import { csv } from '../../middleware/csv.ts'
import { describe } from '../../middleware/describe.ts'
import { listAuditEntries } from '../../repositories/audit-log.ts'
import { auditEntryOf, auditTable } from '../../shaping/audit.ts'

/** Who did what when. */
export function auditRoutes(deps: Deps) {
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
    csv<{ entries: AuditLogEntry[] }>('audit', ({ entries }) => auditTable(entries)),
    async (c) => {
      const { format, ...filter } = c.req.valid('query')
      const rows = await listAuditEntries(deps.db, filter)
      if (format === 'csv') await audit(c, deps, 'audit.exported', { detail: filter })
      return c.json({ entries: rows.map(auditEntryOf) })
    },
  )
}
