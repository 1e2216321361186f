import type { Context } from 'hono'
import type { Db } from '#drizzle/db.ts'
import type { AuditAction } from '#shared/audit.ts'
import type { SiteEnv } from '../deps.ts'
import { addAuditEntry, type AuditEntry } from '../repositories/audit-log.ts'

type About = Pick<AuditEntry, 'courseId' | 'detail'>

/** Writes down what the signed-in person of this request does. In a transaction: with that transaction's `db`. */
export function audit(
  c: Context<SiteEnv>,
  { db, now }: { db: Db; now: () => Date },
  action: AuditAction,
  about: About = {},
): Promise<void> {
  const { userId, address } = c.env.frame
  return addAuditEntry(db, { ...about, at: now(), action, actorId: userId ?? null, address })
}
