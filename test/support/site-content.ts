import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signIn, type SiteClient } from '#deploy/site-client.ts'
import {
  adminCourseAnswerSchema,
  adminUserAnswerSchema,
  lmsServerTokenSchema,
} from '#shared/admin.ts'
import type { Course } from '#shared/course.ts'
import { eventAnswerSchema, type EventInput } from '#shared/event.ts'
import { importsSchema, type Import } from '#shared/import.ts'
import { until } from '../worker/support.ts'
import type { RunningSite } from './running-site.ts'

/** A person who can sign in. */
export interface Person {
  id: number
  email: string
  password: string
  client: SiteClient
}

export async function addPerson(
  { administrator, origin }: RunningSite,
  email: string,
  name = 'Olive Owner',
): Promise<Person> {
  const password = randomBytes(12).toString('hex')
  const body = { email, name, password }
  const { user } = await administrator.post('/api/admin/users', body, adminUserAnswerSchema)
  const client = await signIn(origin, { email, password })
  return { id: user.id, email, password, client: client! }
}

export async function addServer({ administrator }: RunningSite, name: string): Promise<number> {
  const body = { name }
  const answer = await administrator.post('/api/admin/lms-servers', body, lmsServerTokenSchema)
  return answer.lmsServer.id
}

interface NewCourse {
  code: string
  title: string
  startDate: string
  weeks: number
  timeZone: string
  lmsServerId: number
  ownerIds?: number[]
}

export async function addCourse({ administrator }: RunningSite, body: NewCourse): Promise<Course> {
  return (await administrator.post('/api/admin/courses', body, adminCourseAnswerSchema)).course
}

export async function addEvents(
  { administrator }: RunningSite,
  course: Course,
  events: EventInput[],
): Promise<void> {
  for (const event of events) {
    await administrator.post(`/api/courses/${course.id}/events`, event, eventAnswerSchema)
  }
}

/** Lays an export into the watched directory as exporters do: whole under its name at once. */
export async function dropExport(
  { place: { drop } }: RunningSite,
  course: Course,
  content: Buffer,
  seconds = 1,
): Promise<string> {
  const name = `${course.lmsServer!.id}_${course.code}_${seconds}.zip`
  await writeFile(join(drop, `${name}.part`), content)
  await rename(join(drop, `${name}.part`), join(drop, name))
  return name
}

/** The import of a dropped file, when it has come to its end. */
export async function importOf(
  { administrator }: RunningSite,
  course: Course,
  fileName: string,
): Promise<Import> {
  return until(async () => {
    const path = `/api/admin/imports?course=${course.id}`
    const { imports } = await administrator.get(path, importsSchema)
    return imports.find((one) => one.fileName === fileName && one.finishedAt !== null)
  })
}

export async function importExport(...dropped: Parameters<typeof dropExport>): Promise<Import> {
  const [site, course] = dropped
  return importOf(site, course, await dropExport(...dropped))
}
