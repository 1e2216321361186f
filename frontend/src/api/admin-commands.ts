import type { z } from 'zod'
import type {
  AdminCourse,
  AdminUser,
  CourseChange,
  LmsServer,
  newCourseSchema,
  newLmsServerSchema,
  newUserSchema,
  userChangeSchema,
} from '#shared/admin.ts'
import type { Import } from '#shared/import.ts'
import type { Task, TaskChange, TaskRun } from '#shared/tasks.ts'
import { api } from './client.ts'

const { users, courses, imports, unrecognised, tasks, 'lms-servers': servers } = api.admin
const query = {}
const user = (id: number) => ({ param: { userId: String(id) }, query })
const course = (id: number) => ({ param: { courseId: String(id) }, query })
const server = (id: number) => ({ param: { serverId: String(id) }, query })
const one = (id: number) => ({ param: { importId: String(id) }, query })

/** Without a password: an invitation by mail. */
export async function addPerson(json: z.input<typeof newUserSchema>): Promise<AdminUser> {
  return (await (await users.$post({ query, json })).json()).user
}
export async function changePerson(
  id: number,
  json: z.input<typeof userChangeSchema>,
): Promise<AdminUser> {
  return (await (await users[':userId'].$patch({ ...user(id), json })).json()).user
}
/** A link for a new password; for who has none yet the invitation. */
export async function sendLink(id: number): Promise<void> {
  await users[':userId']['password-resets'].$post(user(id))
}
export async function endSessionsOf(id: number): Promise<void> {
  await users[':userId'].sessions.$delete(user(id))
}

export async function addCourse(json: z.input<typeof newCourseSchema>): Promise<AdminCourse> {
  return (await (await courses.$post({ query, json })).json()).course
}
export async function changeCourse(id: number, json: CourseChange): Promise<AdminCourse> {
  return (await (await courses[':courseId'].$patch({ ...course(id), json })).json()).course
}
/** Empties it of imported data; a worker does it soon. */
export async function clearCourse(id: number, code: string): Promise<void> {
  await courses[':courseId'].clear.$post({ ...course(id), json: { code } })
}

/** Gone for everybody at once; its rows go as soon as a worker gets to it. */
export async function deleteCourse(id: number, code: string): Promise<void> {
  await courses[':courseId'].$delete({ ...course(id), json: { code } })
}

interface WithToken {
  lmsServer: LmsServer
  token: string
}
type ServerFields = z.input<typeof newLmsServerSchema>
export async function addServer(json: ServerFields): Promise<WithToken> {
  return (await servers.$post({ query, json })).json()
}
export async function changeServer(id: number, json: ServerFields): Promise<LmsServer> {
  return (await (await servers[':serverId'].$patch({ ...server(id), json })).json()).lmsServer
}
export async function renewToken(id: number): Promise<WithToken> {
  return (await servers[':serverId'].token.$post(server(id))).json()
}
export async function deleteServer(id: number): Promise<void> {
  await servers[':serverId'].$delete(server(id))
}

export async function retryImport(id: number): Promise<Import> {
  return (await (await imports[':importId'].retry.$post(one(id))).json()).import
}
export async function cancelImport(id: number): Promise<Import> {
  return (await (await imports[':importId'].cancel.$post(one(id))).json()).import
}
/** A worker does it soon. */
export async function undoImport(id: number): Promise<Import> {
  return (await (await imports[':importId'].undo.$post(one(id))).json()).import
}
export const rejectsAddress = (id: number) => `/api/admin/imports/${id}/rejects.csv`

interface Dropped {
  name: string
  directory: string
}
export async function assignFile({ name, directory }: Dropped, courseId: number): Promise<Import> {
  const json = { courseId, directory }
  const answer = await unrecognised[':name'].assign.$post({
    param: { name: encodeURIComponent(name) },
    query,
    json,
  })
  return (await answer.json()).import
}
export async function deleteFile({ name, directory }: Dropped): Promise<void> {
  await unrecognised[':name'].$delete({
    param: { name: encodeURIComponent(name) },
    query: { directory },
  })
}

export async function changeTask(name: string, json: TaskChange): Promise<Task> {
  return (
    await (
      await tasks[':name'].$patch({ param: { name: encodeURIComponent(name) }, query, json })
    ).json()
  ).task
}
export async function runTask(name: string): Promise<TaskRun> {
  return (
    await (
      await tasks[':name'].run.$post({ param: { name: encodeURIComponent(name) }, query })
    ).json()
  ).run
}

/** From then on the site is seen as this person sees it, and nothing can be changed. */
export async function lookAs(id: number): Promise<void> {
  await users[':userId'].hijack.$post(user(id))
}
