import { eq } from 'drizzle-orm'
import type { Db } from '#drizzle/db.ts'
import { courseOfferings } from '#drizzle/schema/courses.ts'

/** By the primary key. */
export async function courseExists(db: Db, id: number): Promise<boolean> {
  const rows = await db
    .select({ id: courseOfferings.id })
    .from(courseOfferings)
    .where(eq(courseOfferings.id, id))
  return rows.length > 0
}
