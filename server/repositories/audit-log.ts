import { and, eq, gt } from 'drizzle-orm'
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

/** Whether it is written down already that somebody has looked at a course of others since then. By the index of persons. */
export async function hasLooked(
  db: Db,
  { actorId, courseId, since }: { actorId: number; courseId: number; since: Date },
): Promise<boolean> {
  const [look] = await db
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.actorId, actorId),
        gt(auditLog.at, since),
        eq(auditLog.courseId, courseId),
        eq(auditLog.action, 'course.viewed_by_administrator'),
      ),
    )
    .limit(1)
  return look !== undefined
}
