import type { Db } from '#drizzle/db.ts'
import { coursesOf } from '#server/queries/courses-of.ts'
import { CommandError, UsageError } from './command.ts'

export const serverOption = {
  type: 'string',
  value: 'ID',
  says: 'LMS server, where several have that code',
} as const

/** The id of the course of a code, on the LMS server of this id if one is given. */
export async function findCourse(
  db: Db,
  code: string,
  server: string | undefined,
): Promise<number> {
  const courses = await coursesOf(db, { id: 0, isAdmin: true })
  const found = courses.filter(
    (course) =>
      course.code === code && (server === undefined || String(course.serverId) === server),
  )
  const [course, other] = found
  if (!course) {
    const where = server === undefined ? '' : ` on LMS server ${server}`
    throw new CommandError(`there is no course ${code}${where}`)
  }
  if (other) {
    const servers = found.map(({ serverId }) => serverId ?? 'none').join(', ')
    throw new UsageError(`${code} is a course of several LMS servers (${servers}): say --server`)
  }
  return course.id
}
