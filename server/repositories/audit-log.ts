import type { Db } from '#drizzle/db.ts'
import { auditLog } from '#drizzle/schema/accounts.ts'
import type { AuditAction } from '#shared/audit.ts'

/** Rows are only ever added. */
export interface AuditEntry {
  at: Date
  action: AuditAction
  /** Null where nobody is signed in. */
  actorId: number | null
  courseId?: number | undefined
  /** Ids, codes and roles; never names, addresses of mail, grades or tokens. */
  detail?: Record<string, unknown> | undefined
  address: string
}

export async function addAuditEntry(db: Db, entry: AuditEntry): Promise<void> {
  await db.insert(auditLog).values({ ...entry, detail: entry.detail ?? {} })
}
