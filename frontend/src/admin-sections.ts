import { adminTexts } from './texts/admin-texts.ts'

const t = adminTexts.sections

/** Pages of the administration by the names of their routes, in the order of the tabs. */
export const adminSections = [
  { name: 'admin-imports', label: t.imports },
  { name: 'admin-unrecognised', label: t.unrecognised },
  { name: 'admin-courses', label: t.courses },
  { name: 'admin-people', label: t.people },
  { name: 'admin-servers', label: t.servers },
  { name: 'admin-events', label: t.events },
  { name: 'admin-tasks', label: t.tasks },
  { name: 'admin-checks', label: t.checks },
  { name: 'admin-audit', label: t.audit },
]
