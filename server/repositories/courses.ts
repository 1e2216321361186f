import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'
import { attempts, posts, visits } from '#drizzle/schema/facts.ts'
import { orTaken } from './duplicate-key.ts'

type CourseColumns = typeof courseOfferings.$inferInsert

/** The new course's id; null where the server has a course of that code. */
export async function addCourse(db: Db, course: CourseColumns): Promise<number | null> {
  const result = await orTaken(db.insert(courseOfferings).values(course))
  return result && result[0].insertId
}

/** False where the server has another course of that code. */
export async function changeCourse(db: Db, id: number, change: Partial<CourseColumns>) {
  const set = { ...change, figuresVersion: sql`${courseOfferings.figuresVersion} + 1` }
  const changed = db.update(courseOfferings).set(set).where(eq(courseOfferings.id, id))
  return (await orTaken(changed)) !== null
}

/** The course's own columns, locked until the transaction ends. */
export async function lockCourse(db: Db, id: number) {
  const [course] = await db
    .select({
      code: courseOfferings.code,
      lmsServerId: courseOfferings.lmsServerId,
      startDate: courseOfferings.startDate,
      weeks: courseOfferings.weeks,
      timeZone: courseOfferings.timeZone,
    })
    .from(courseOfferings)
    .where(eq(courseOfferings.id, id))
    .for('update')
  return course
}

/**
 * Whether a course without a server bears this code: a unique key takes every null for another value.
 * Locks what it looks at, so that nobody adds one meanwhile.
 */
export async function isCodeTakenWithoutServer(db: Db, code: string, exceptId = 0) {
  const rows = await db
    .select({ id: courseOfferings.id })
    .from(courseOfferings)
    .where(
      and(
        isNull(courseOfferings.lmsServerId),
        eq(courseOfferings.code, code),
        ne(courseOfferings.id, exceptId),
      ),
    )
    .for('update')
  return rows.length > 0
}

/** Whether anything was imported: one step into each primary key. */
export async function hasFacts(db: Db, courseId: number): Promise<boolean> {
  const first = (table: typeof visits | typeof posts | typeof attempts) =>
    db
      .select({ one: sql`1` })
      .from(table)
      .where(eq(table.courseId, courseId))
      .limit(1)
  const [[row]] = (await db.execute(
    sql`SELECT EXISTS(${first(visits)}) OR EXISTS(${first(posts)}) OR EXISTS(${first(attempts)}) AS found`,
  )) as unknown as [{ found: number }[]]
  return row?.found === 1
}
