import { categories } from '#shared/resource-category.ts'
import { texts } from './texts/texts.ts'

/** Pages of a course by the names of their routes, in the order of the tabs. */
export const coursePages = [
  { name: 'dashboard', label: texts.dashboard.title },
  ...categories.map((name) => ({ name, label: texts.shell.categories[name] })),
  { name: 'students', label: texts.students.title },
  { name: 'events', label: texts.events.title },
  { name: 'imports', label: texts.imports.title },
]
