import type { Db } from '#drizzle/db.ts'
import type { CourseChange, NewCourse } from '#shared/admin.ts'
import { ApiError, badField, notFound } from '../api-error.ts'
import { replaceOwners } from './course-owners.ts'
import {
  addCourse,
  changeCourse,
  hasFacts,
  isCodeTakenWithoutServer,
  lockCourse,
} from './courses.ts'
import { lockServer } from './lms-servers.ts'
import { countActiveUsers } from './users.ts'

const codeTaken = () =>
  new ApiError(409, 'The LMS server has another course of this code.', {
    errors: [{ path: 'code', message: 'is taken' }],
  })

/** Makes a course with its owners; the caller's transaction holds all or nothing of it. */
export async function createCourse(
  db: Db,
  { ownerIds, ...course }: NewCourse & { timeZone: string },
  createdAt: Date,
): Promise<number> {
  await checkServer(db, course.lmsServerId)
  await checkOwners(db, ownerIds)
  if (course.lmsServerId === null && (await isCodeTakenWithoutServer(db, course.code))) {
    throw codeTaken()
  }
  const id = await addCourse(db, { ...course, createdAt })
  if (id === null) throw codeTaken()
  await replaceOwners(db, id, ownerIds)
  return id
}

/**
 * Changes a course. Where its dates or zone change, days and weeks of every figure do: true where a worker has
 * to count them anew, which an import does as well.
 */
export async function changeExistingCourse(
  db: Db,
  id: number,
  { ownerIds, ...change }: CourseChange,
  now: Date,
): Promise<boolean> {
  const before = await lockCourse(db, id)
  if (!before) throw notFound()
  const after = { ...before, ...change }
  const movesDays =
    after.startDate !== before.startDate ||
    after.weeks !== before.weeks ||
    after.timeZone !== before.timeZone
  const makesStale = movesDays && (await hasFacts(db, id))
  if (change.lmsServerId !== undefined) await checkServer(db, change.lmsServerId)
  if (after.lmsServerId === null && (await isCodeTakenWithoutServer(db, after.code, id))) {
    throw codeTaken()
  }
  const stale = makesStale ? { figuresStaleSince: now } : {}
  if (!(await changeCourse(db, id, { ...change, ...stale }))) throw codeTaken()
  if (ownerIds) {
    await checkOwners(db, ownerIds)
    await replaceOwners(db, id, ownerIds)
  }
  return makesStale
}

async function checkServer(db: Db, id: number | null): Promise<void> {
  if (id !== null && !(await lockServer(db, id))) {
    throw badField('lmsServerId', 'is no LMS server of this installation')
  }
}

async function checkOwners(db: Db, ids: number[]): Promise<void> {
  if ((await countActiveUsers(db, ids)) < new Set(ids).size) {
    throw badField('ownerIds', 'must be people who can sign in')
  }
}
