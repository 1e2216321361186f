import { admin } from './en/admin.ts'
import { adminAudit } from './en/admin-audit.ts'
import { adminChecks } from './en/admin-checks.ts'
import { adminCourses } from './en/admin-courses.ts'
import { adminEvents } from './en/admin-events.ts'
import { adminImports } from './en/admin-imports.ts'
import { adminPeople } from './en/admin-people.ts'
import { adminServers } from './en/admin-servers.ts'
import { adminTasks } from './en/admin-tasks.ts'
import { adminUnrecognised } from './en/admin-unrecognised.ts'

const en = {
  ...admin,
  audit: adminAudit,
  checks: adminChecks,
  courses: adminCourses,
  events: adminEvents,
  imports: adminImports,
  people: adminPeople,
  servers: adminServers,
  tasks: adminTasks,
  unrecognised: adminUnrecognised,
}

/** Words of the administration, apart from the others: who is no administrator never loads them. */
export const adminTexts = en
