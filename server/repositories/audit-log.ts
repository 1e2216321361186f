import { and, desc, eq, gte, lt } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { auditLog, users } from '#drizzle/schema/accounts.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'
import type { AuditAction } from '#shared/audit.ts'
import type { Page } from '#shared/page.ts'

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

export type AuditRow = Awaited<ReturnType<typeof listAuditEntries>>[number]

interface AuditFilter extends Page {
  action?: AuditAction | undefined
  actor?: number | undefined
  course?: number | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Newest first: backwards along the index of times. */
export async function listAuditEntries(db: Db, filter: AuditFilter) {
  return db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      action: auditLog.action,
      actorId: auditLog.actorId,
      actorName: users.name,
      courseId: auditLog.courseId,
      courseCode: courseOfferings.code,
      detail: auditLog.detail,
      address: auditLog.address,
    })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .leftJoin(courseOfferings, eq(courseOfferings.id, auditLog.courseId))
    .where(
      and(
        filter.action && eq(auditLog.action, filter.action),
        filter.actor === undefined ? undefined : eq(auditLog.actorId, filter.actor),
        filter.course === undefined ? undefined : eq(auditLog.courseId, filter.course),
        filter.from === undefined ? undefined : gte(auditLog.at, new Date(filter.from)),
        filter.to === undefined ? undefined : lt(auditLog.at, new Date(filter.to)),
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(filter.limit)
    .offset(filter.offset)
}
