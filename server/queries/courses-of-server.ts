import { asc, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'

export type ExportedCourse = Awaited<ReturnType<typeof coursesOfServer>>[number]

/** Courses whose exports a server delivers. By the unique key on server and code. */
export async function coursesOfServer(db: Db, serverId: number) {
  return db
    .select({
      id: courseOfferings.id,
      code: courseOfferings.code,
      startDate: courseOfferings.startDate,
      weeks: courseOfferings.weeks,
      timeZone: courseOfferings.timeZone,
      lastActivityAt: courseOfferings.lastActivityAt,
    })
    .from(courseOfferings)
    .where(eq(courseOfferings.lmsServerId, serverId))
    .orderBy(asc(courseOfferings.id))
}
