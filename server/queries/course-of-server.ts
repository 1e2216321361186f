import { and, eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'

/** Id of a server's course by its code. By the unique key. */
export async function courseOfServer(
  db: Db,
  { serverId, code }: { serverId: number; code: string },
): Promise<number | undefined> {
  const [course] = await db
    .select({ id: courseOfferings.id })
    .from(courseOfferings)
    .where(and(eq(courseOfferings.lmsServerId, serverId), eq(courseOfferings.code, code)))
  return course?.id
}
