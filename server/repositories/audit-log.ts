import type { Db } from '#drizzle/db.ts'
import { auditLog } from '#drizzle/schema/accounts.ts'

/** What is written down; rows are only ever added. */
export type AuditAction =
  | 'sign_in.succeeded'
  | 'sign_in.failed'
  | 'sign_in.locked'
  | 'sign_out'
  | 'password.changed'
  | 'user.created'
  | 'user.changed'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'lms_server.created'
  | 'lms_server.changed'
  | 'lms_server.token_renewed'
  | 'lms_server.deleted'
  | 'course.created'
  | 'course.changed'
  | 'course.owners_changed'
  | 'course.denied'
  | 'course.viewed_by_administrator'
  | 'student.viewed'
  | 'figures.exported'

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
