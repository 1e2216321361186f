import type { User } from '#shared/session.ts'
import { api } from './client.ts'

const course = api.courses[':courseId']

export async function signIn(credentials: { email: string; password: string }): Promise<User> {
  const response = await api.login.$post({ query: {}, json: credentials })
  return (await response.json()).user
}

export async function signOut(): Promise<void> {
  await api.logout.$post({ query: {} })
}

export async function changeName(name: string): Promise<User> {
  const response = await api.me.$patch({ query: {}, json: { name } })
  return (await response.json()).user
}

/** null: the browser's zone. */
export async function changePreferences(preferences: {
  wantsDigest: boolean
  timeZone: string | null
}): Promise<User> {
  const response = await api.me.$patch({ query: {}, json: preferences })
  return (await response.json()).user
}

/** Ends all other sessions of this person. */
export async function changePassword(passwords: { current: string; new: string }): Promise<void> {
  await api.me.password.$post({ query: {}, json: passwords })
}

/** Leaves a student out of the figures of a course, or takes them in again; the figures follow. */
export async function leaveOut(courseId: number, id: number, leftOut: boolean): Promise<void> {
  const param = { courseId: String(courseId), studentId: String(id) }
  await course.students[':studentId'].$patch({ param, query: {}, json: { leftOut } })
}

export async function endSession(id: number): Promise<void> {
  await api.me.sessions[':sessionId'].$delete({ param: { sessionId: String(id) }, query: {} })
}

export async function endOtherSessions(): Promise<void> {
  await api.me.sessions.$delete({ query: {} })
}

/** Asks for a mail with a link; nobody is told whether the address has an account. */
export async function requestPasswordLink(email: string): Promise<void> {
  await api['password-resets'].$post({ query: {}, json: { email } })
}

/** Chooses a password with the one-time token of a mail. */
export async function choosePassword(token: string, password: string): Promise<void> {
  await api['password-resets'][':token'].$post({ param: { token }, query: {}, json: { password } })
}

/** Looks at cloop with one's own eyes again. */
export async function endHijack(): Promise<void> {
  await api.hijack.end.$post({ query: {} })
}
