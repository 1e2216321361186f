import { and, count, eq, gte, inArray, lt, or, type SQL } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { auditLog, users } from '#drizzle/schema/accounts.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'
import type { AuditQuery } from '#shared/audit.ts'
import type { Page } from '#shared/page.ts'
import { contains } from '../repositories/contains.ts'
import { orderBy } from '../repositories/order-by.ts'

export type AuditRow = Awaited<ReturnType<typeof auditList>>[number]

type Filter = Pick<AuditQuery, 'action' | 'actor' | 'course' | 'from' | 'to' | 'q'>
type Wish = Filter & Pick<AuditQuery, 'sort'>

/**
 * Along an index by time: that of the course, the person or the action asked for, else that of all entries.
 * A search by words looks at every entry that the rest of the filter leaves.
 */
export async function auditList(db: Db, { sort, ...filter }: Wish, { limit, offset }: Page) {
  const order = orderBy(sort, { at: auditLog.at }, auditLog.id)
  // Names are looked up for the rows of the part only, however many lie before it.
  const part = db
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(fits(db, filter))
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
    .as('part')
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
    .from(part)
    .innerJoin(auditLog, eq(auditLog.id, part.id))
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .leftJoin(courseOfferings, eq(courseOfferings.id, auditLog.courseId))
    .orderBy(...order)
}

export async function countAuditEntries(db: Db, filter: Filter): Promise<number> {
  const [row] = await db.select({ entries: count() }).from(auditLog).where(fits(db, filter))
  return row?.entries ?? 0
}

function fits(db: Db, { action, actor, course, from, to, q }: Filter): SQL | undefined {
  return and(
    action && eq(auditLog.action, action),
    actor === undefined ? undefined : eq(auditLog.actorId, actor),
    course === undefined ? undefined : eq(auditLog.courseId, course),
    from === undefined ? undefined : gte(auditLog.at, new Date(from)),
    to === undefined ? undefined : lt(auditLog.at, new Date(to)),
    q ? says(db, q) : undefined,
  )
}

function says(db: Db, q: string): SQL | undefined {
  const people = db.select({ id: users.id }).from(users)
  const courses = db.select({ id: courseOfferings.id }).from(courseOfferings)
  return or(
    contains(auditLog.action, q),
    contains(auditLog.address, q),
    contains(auditLog.detail, q),
    inArray(auditLog.actorId, people.where(or(contains(users.name, q), contains(users.email, q)))),
    inArray(auditLog.courseId, courses.where(contains(courseOfferings.code, q))),
  )
}
