import type { AdminCourse, AdminUser, LmsServer } from '#shared/admin.ts'
import type { AnyCourseEvent } from '#shared/any-course-event.ts'
import type { AuditLogEntry } from '#shared/audit.ts'
import type { Check } from '#shared/checks.ts'
import type { Import } from '#shared/import.ts'
import type { Task, TaskRun } from '#shared/tasks.ts'
import { totalHeader } from '#shared/total-header.ts'
import type { UnrecognisedFile } from '#shared/unrecognised.ts'
import { api } from './client.ts'
import type { Question } from './questions.ts'

/** A part of a list, and how many rows there are in all. */
export interface Listed<Row> {
  rows: Row[]
  total: number
}
export type ListQuery = Record<string, string | undefined>

/** A question for a part of a list; all of it stands at `csv`. */
export interface ListQuestion<Row> extends Question<Listed<Row>> {
  csv: string
}

interface ListEndpoint {
  $get: (
    args: never,
    options?: { init?: RequestInit },
  ) => Promise<{ headers: Headers; json: () => Promise<unknown> }>
  $path: (args: never) => string
}

/** The list that the endpoint answers under `key`. */
function list<Row>(endpoint: ListEndpoint, key: string) {
  return (query: ListQuery): ListQuestion<Row> => {
    const { limit: _limit, offset: _offset, ...whole } = query
    return {
      url: endpoint.$path({ query } as never),
      csv: endpoint.$path({ query: { ...whole, format: 'csv' } } as never),
      send: async (signal) => {
        const response = await endpoint.$get({ query } as never, { init: { signal } })
        const answer = (await response.json()) as Record<string, Row[]>
        return { rows: answer[key] ?? [], total: Number(response.headers.get(totalHeader)) }
      },
    }
  }
}

const { admin } = api
const sent = (signal: AbortSignal | undefined) => ({ init: { signal: signal ?? null } })

export const people = list<AdminUser>(admin.users, 'users')
export const courseOfferings = list<AdminCourse>(admin.courses, 'courses')
export const lmsServers = list<LmsServer>(admin['lms-servers'], 'lmsServers')
export const imports = list<Import>(admin.imports, 'imports')
export const unrecognisedFiles = list<UnrecognisedFile>(admin.unrecognised, 'unrecognised')
export const anyCourseEvents = list<AnyCourseEvent>(admin.events, 'events')
export const auditEntries = list<AuditLogEntry>(admin.audit, 'entries')
export const taskRuns = list<TaskRun>(admin.tasks.runs, 'runs')

export const tasks = (): Question<{ tasks: Task[] }> => ({
  url: admin.tasks.$path({ query: {} }),
  send: async (signal) => (await admin.tasks.$get({ query: {} }, sent(signal))).json(),
})

export const personById = (userId: string): Question<AdminUser> => {
  const args = { param: { userId }, query: {} }
  const one = admin.users[':userId']
  return {
    url: one.$path(args),
    send: async (signal) => (await (await one.$get(args, sent(signal))).json()).user,
  }
}
export const courseOfferingById = (courseId: string): Question<AdminCourse> => {
  const args = { param: { courseId }, query: {} }
  const one = admin.courses[':courseId']
  return {
    url: one.$path(args),
    send: async (signal) => (await (await one.$get(args, sent(signal))).json()).course,
  }
}
export const lmsServerById = (serverId: string): Question<LmsServer> => {
  const args = { param: { serverId }, query: {} }
  const one = admin['lms-servers'][':serverId']
  return {
    url: one.$path(args),
    send: async (signal) => (await (await one.$get(args, sent(signal))).json()).lmsServer,
  }
}
export const importById = (id: number): Question<{ import: Import }> => {
  const args = { param: { importId: String(id) }, query: {} }
  const one = admin.imports[':importId']
  return {
    url: one.$path(args),
    send: async (signal) => (await one.$get(args, sent(signal))).json(),
  }
}

/** Carried out anew each time. */
export const checks = (): Question<{ checks: Check[] }> => ({
  url: admin.checks.$path({ query: {} }),
  send: async (signal) => (await admin.checks.$get({ query: {} }, sent(signal))).json(),
})
