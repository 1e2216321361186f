import { and, asc, count, eq, exists, inArray, max, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings, courseOwners, lmsServers } from '#drizzle/schema/courses.ts'
import { lmsUsers } from '#drizzle/schema/facts.ts'
import { imports } from '#drizzle/schema/imports.ts'
import type { User } from '#shared/session.ts'

export type CourseRow = Awaited<ReturnType<typeof coursesOf>>[number]

/** Courses that a person may see, all or some, with their class size and how their imports stand. */
export async function coursesOf(db: Db, user: Pick<User, 'id' | 'isAdmin'>, courseIds?: number[]) {
  const ownership = db
    .select({ one: sql`1` })
    .from(courseOwners)
    .where(and(eq(courseOwners.courseId, courseOfferings.id), eq(courseOwners.userId, user.id)))
  // Each of these walks one course's part of an index that begins with the course.
  const students = db
    .select({ people: count() })
    .from(lmsUsers)
    .where(
      and(
        eq(lmsUsers.courseId, courseOfferings.id),
        eq(lmsUsers.isStudent, true),
        eq(lmsUsers.leftOut, false),
      ),
    )
  const newestImport = db
    .select({ id: max(imports.id) })
    .from(imports)
    .where(eq(imports.courseId, courseOfferings.id))
  const underWay = sql`(SELECT COUNT(*) FROM ${imports} AS under_way WHERE under_way.course_id = ${courseOfferings.id} AND under_way.state IN ('queued', 'running'))`

  return db
    .select({
      id: courseOfferings.id,
      code: courseOfferings.code,
      title: courseOfferings.title,
      offering: courseOfferings.offering,
      lmsType: courseOfferings.lmsType,
      startDate: courseOfferings.startDate,
      weeks: courseOfferings.weeks,
      timeZone: courseOfferings.timeZone,
      lastActivityAt: courseOfferings.lastActivityAt,
      figuresVersion: courseOfferings.figuresVersion,
      keepDays: courseOfferings.keepDays,
      serverId: lmsServers.id,
      serverName: lmsServers.name,
      students: sql<number>`(${students})`.mapWith(Number),
      // Or the worker is about to bring the figures to the course's new dates.
      isImporting:
        sql<boolean>`${underWay} > 0 OR ${courseOfferings.figuresStaleSince} IS NOT NULL`.mapWith(
          Boolean,
        ),
      lastImportId: imports.id,
      lastImportState: imports.state,
      lastImportFinishedAt: imports.finishedAt,
    })
    .from(courseOfferings)
    .leftJoin(lmsServers, eq(lmsServers.id, courseOfferings.lmsServerId))
    .leftJoin(imports, inArray(imports.id, newestImport))
    .where(
      and(
        user.isAdmin ? undefined : exists(ownership),
        courseIds && inArray(courseOfferings.id, courseIds),
      ),
    )
    .orderBy(asc(courseOfferings.startDate), asc(courseOfferings.code), asc(courseOfferings.id))
}
