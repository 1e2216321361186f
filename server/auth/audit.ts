import type { Context } from 'hono'
import type { Db } from '#drizzle/db.ts'
import type { AuditAction } from '#shared/audit.ts'
import type { SiteEnv } from '../deps.ts'
import { addAuditEntry, type AuditEntry } from '../repositories/audit-log.ts'

type About = Pick<AuditEntry, 'courseId' | 'detail'>

/**
 * Writes down what the signed-in person of this request does, and as whom where an administrator looks on as
 * somebody else. In a transaction: with that transaction's `db`.
 */
export function audit(
  c: Context<SiteEnv>,
  { db, now }: { db: Db; now: () => Date },
  action: AuditAction,
  about: About = {},
): Promise<void> {
  const { userId, address } = c.env.frame
  const detail = c.get('hijacker') ? { ...about.detail, as: c.get('user').id } : about.detail
  return addAuditEntry(db, {
    ...about,
    detail,
    at: now(),
    action,
    actorId: userId ?? null,
    address,
  })
}
