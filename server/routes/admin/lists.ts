import type { AdminCourse, AdminCourseListQuery, AdminUser, UserListQuery } from '#shared/admin.ts'
import type { ImportListQuery, LmsServer, LmsServerListQuery } from '#shared/admin.ts'
import type { AnyCourseEvent, AnyCourseEventQuery } from '#shared/any-course-event.ts'
import type { AuditLogEntry, AuditQuery } from '#shared/audit.ts'
import type { Import } from '#shared/import.ts'
import type { TaskRun, TaskRunQuery } from '#shared/tasks.ts'
import type { User } from '#shared/session.ts'
import type { Db } from '#drizzle/db.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps } from '../../deps.ts'
import type { List } from '../../middleware/lists.ts'
import { anyCourseEvents, countAnyCourseEvents } from '../../queries/any-course-events.ts'
import { auditList, countAuditEntries } from '../../queries/audit-list.ts'
import { countCourses, courseList } from '../../queries/course-list.ts'
import { coursesOf } from '../../queries/courses-of.ts'
import { countImports, importList } from '../../queries/import-list.ts'
import { countServers, serverList } from '../../queries/server-list.ts'
import { countUsers, userList } from '../../queries/user-list.ts'
import { ownersOf } from '../../repositories/course-owners.ts'
import { countRuns, listRuns } from '../../repositories/tasks.ts'
import { adminCourseOf, adminCourseTable } from '../../shaping/admin-courses.ts'
import { auditEntryOf, auditTable } from '../../shaping/audit.ts'
import { tableOf } from '../../shaping/csv.ts'
import { anyCourseEventTable } from '../../shaping/events.ts'
import { importOf, importTable } from '../../shaping/imports.ts'
import { serverOf, serverTable } from '../../shaping/lms-servers.ts'
import { taskRunOf } from '../../shaping/tasks.ts'
import { userOf, userTable } from '../../shaping/users.ts'

/** The lists of the administration: how each is read, counted and copied out. */
export const userRows = (db: Db): List<UserListQuery, AdminUser> => ({
  name: 'people',
  read: async (query, page) => (await userList(db, query, page)).map(userOf),
  count: (query) => countUsers(db, query),
  table: userTable,
})

export const serverRows = (db: Db): List<LmsServerListQuery, LmsServer> => ({
  name: 'lms servers',
  read: async (query, page) => (await serverList(db, query, page)).map(serverOf),
  count: (query) => countServers(db, query),
  table: serverTable,
})

export const courseRows = (db: Db): List<AdminCourseListQuery, AdminCourse> => ({
  name: 'course offerings',
  read: async (query, page) => adminCourses(db, await courseList(db, query, page)),
  count: (query) => countCourses(db, query),
  table: adminCourseTable,
})

const everybody: Pick<User, 'id' | 'isAdmin'> = { id: 0, isAdmin: true }

/** Courses with their owners, one for each of the ids; undefined where there is none. */
export async function adminCourses(db: Db, ids: number[]): Promise<(AdminCourse | undefined)[]> {
  if (ids.length === 0) return []
  const [rows, owners] = await Promise.all([coursesOf(db, everybody, ids), ownersOf(db, ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    return row && adminCourseOf(row, owners.get(id) ?? [])
  })
}

export const importRows = (db: Db): List<ImportListQuery, Import> => ({
  name: 'imports',
  read: async (query, page) =>
    (await importList(db, query, page)).map((row) => row && importOf(row)),
  count: (query) => countImports(db, query),
  table: importTable,
})

export const eventRows = (db: Db): List<AnyCourseEventQuery, AnyCourseEvent> => ({
  name: 'events',
  read: (query, page) => anyCourseEvents(db, query, page),
  count: (query) => countAnyCourseEvents(db, query),
  table: anyCourseEventTable,
})

export const runRows = (db: Db): List<TaskRunQuery, TaskRun> => ({
  name: 'task history',
  read: async (query, page) => (await listRuns(db, query, page)).map(taskRunOf),
  count: (query) => countRuns(db, query),
  table: (runs) =>
    tableOf(runs, ['id', 'task', 'state', 'slotAt', 'startedAt', 'finishedAt', 'detail']),
})

export const auditRows = ({
  db,
  now,
}: Pick<Deps, 'db' | 'now'>): List<AuditQuery, AuditLogEntry> => ({
  name: 'audit',
  read: async (query, page) => (await auditList(db, query, page)).map(auditEntryOf),
  count: (query) => countAuditEntries(db, query),
  table: auditTable,
  copying: async (c, query) => {
    const { format: _, ...filter } = query
    await audit(c, { db, now }, 'audit.exported', { detail: filter })
    // What is written down meanwhile would move the rows on.
    return { ...query, to: query.to ?? now().toISOString() }
  },
})
