import { and, asc, desc, eq, or, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { auditLog, users } from '#drizzle/schema/accounts.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'
import {
  attempts,
  leftOutPeople,
  lmsUsers,
  posts,
  resources,
  visits,
} from '#drizzle/schema/facts.ts'
import { publicId } from '#shared/public-id.ts'

/** Somebody of the LMS in one course; a key names one person on one LMS server. */
export interface PersonInCourse {
  courseId: number
  code: string
  lmsServerId: number | null
  userNo: number
}

/** In which courses an LMS user of this key is. By the unique index of each course: there are few courses. */
export async function coursesOfPerson(db: Db, userKey: string): Promise<PersonInCourse[]> {
  return db
    .select({
      courseId: lmsUsers.courseId,
      code: courseOfferings.code,
      lmsServerId: courseOfferings.lmsServerId,
      userNo: lmsUsers.userNo,
    })
    .from(courseOfferings)
    .innerJoin(
      lmsUsers,
      and(eq(lmsUsers.courseId, courseOfferings.id), eq(lmsUsers.userKey, userKey)),
    )
    .orderBy(asc(courseOfferings.id))
}

/** Courses that remember to leave this person out when they come again. */
export async function coursesLeavingOut(db: Db, userKey: string) {
  return db
    .select({
      courseId: leftOutPeople.courseId,
      code: courseOfferings.code,
      lmsServerId: courseOfferings.lmsServerId,
    })
    .from(leftOutPeople)
    .innerJoin(courseOfferings, eq(courseOfferings.id, leftOutPeople.courseId))
    .where(eq(leftOutPeople.userKey, userKey))
}

/**
 * All that is stored about a person in a course but for figures, which are sums of it; and who looked at it. Each
 * by the primary key.
 */
export async function personData(db: Db, { courseId, code, userNo }: PersonInCourse) {
  const factsOf = (table: typeof visits | typeof posts) =>
    db
      .select({ at: table.at, title: resources.title, type: resources.resourceType })
      .from(table)
      .leftJoin(resources, ofResource(table))
      .where(and(eq(table.courseId, courseId), eq(table.userNo, userNo)))
      .orderBy(asc(table.at))
  const [person] = await db
    .select({
      userKey: lmsUsers.userKey,
      username: lmsUsers.username,
      firstName: lmsUsers.firstName,
      lastName: lmsUsers.lastName,
      email: lmsUsers.email,
      role: lmsUsers.role,
      group: lmsUsers.groupName,
      status: lmsUsers.status,
      isStudent: lmsUsers.isStudent,
      leftOut: lmsUsers.leftOut,
    })
    .from(lmsUsers)
    .where(and(eq(lmsUsers.courseId, courseId), eq(lmsUsers.userNo, userNo)))
  return {
    course: code,
    person,
    visits: await factsOf(visits),
    posts: await factsOf(posts),
    attempts: await db
      .select({
        at: attempts.at,
        title: resources.title,
        type: resources.resourceType,
        grade: attempts.grade,
      })
      .from(attempts)
      .leftJoin(resources, ofResource(attempts))
      .where(and(eq(attempts.courseId, courseId), eq(attempts.userNo, userNo)))
      .orderBy(asc(attempts.at)),
    seenBy: await viewsOf(db, courseId, publicId(courseId, userNo)),
  }
}

const ofResource = (table: typeof visits | typeof posts | typeof attempts) =>
  and(eq(resources.courseId, table.courseId), eq(resources.resourceNo, table.resourceNo))

/** Who looked at this student, changed something about them, or copied tables of the course out. A walk over the log. */
async function viewsOf(db: Db, courseId: number, student: number) {
  return db
    .select({ at: auditLog.at, action: auditLog.action, by: users.name })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .where(
      or(
        sql`JSON_VALUE(${auditLog.detail}, '$.student') = ${student}`,
        and(eq(auditLog.courseId, courseId), eq(auditLog.action, 'figures.exported')),
      ),
    )
    .orderBy(desc(auditLog.at))
}
