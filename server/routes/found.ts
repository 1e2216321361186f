import type { Db } from '#drizzle/db.ts'
import type { Import } from '#shared/import.ts'
import { ownNumber } from '#shared/public-id.ts'
import { badField, notFound } from '../api-error.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { courseExists } from '../queries/course-exists.ts'
import { resourcesOf, type ResourceFields } from '../queries/resources-of.ts'
import { studentsOf, type StudentRow } from '../queries/students-of.ts'
import { listImports } from '../repositories/imports.ts'
import { findUser, type UserRow } from '../repositories/users.ts'
import { importOf } from '../shaping/imports.ts'

type Course = Pick<AccessibleCourse, 'id'>

/** The course's own number behind an id of the address; throws 404 for another course's. */
function numberOf(course: Course, id: number | string): number {
  const number = /^\d{1,15}$/.test(String(id)) ? ownNumber(course.id, Number(id)) : null
  if (number === null) throw notFound()
  return number
}

/** A resource of this course by its id; throws 404 where there is none. */
export async function foundResource(
  db: Db,
  course: Course,
  id: number | string,
): Promise<ResourceFields> {
  const resourceNo = numberOf(course, id)
  const [resource] = await resourcesOf(db, { courseId: course.id, resourceNo })
  if (!resource) throw notFound()
  return resource
}

/** A student of this course by their id, also one who is left out; throws 404 where there is none. */
export async function foundStudent(
  db: Db,
  course: Course,
  id: number | string,
): Promise<StudentRow> {
  const userNo = numberOf(course, id)
  const [student] = await studentsOf(db, { courseId: course.id, withLeftOut: true, userNo })
  if (!student) throw notFound()
  return student
}

/** An import by its id; throws 404 where there is none. */
export async function foundImport(db: Db, id: number): Promise<Import> {
  const [row] = await listImports(db, { id })
  if (!row) throw notFound()
  return importOf(row)
}

/** A person by their id, also one who is deactivated; throws 404 where there is none. */
export async function foundUser(db: Db, written: string): Promise<UserRow> {
  const user = await findUser(db, numberInPath(written))
  if (!user) throw notFound()
  return user
}

/** Refuses the field `courseId` of a request where there is no such course. */
export async function requireCourse(db: Db, courseId: number): Promise<void> {
  if (await courseExists(db, courseId)) return
  throw badField('courseId', 'is no course of this installation')
}

/** A whole number in the path; throws 404 for anything else. */
export function numberInPath(written: string): number {
  if (!/^[1-9]\d{0,9}$/.test(written)) throw notFound()
  return Number(written)
}
