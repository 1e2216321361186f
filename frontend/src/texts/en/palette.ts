import { counted } from '../format.ts'

export const palette = {
  open: 'Go to',
  openHint: (keys: string) => `Go to a course, student, resource or page (${keys})`,
  title: 'Go to',
  field: 'Course, student, resource or page',
  list: 'Where to go',
  groups: {
    pages: 'Pages',
    courses: 'Courses',
    students: 'Students',
    resources: 'Resources',
  },
  found: (count: number) =>
    count === 0 ? 'Nothing found.' : counted(count, { one: 'place', other: 'places' }),
  nothing: 'Nothing begins like this. Try another word of the name, title or code.',
  searching: 'Searching…',
  failed: 'Students and resources could not be searched. Type again to retry.',
  keys: 'Arrow keys choose, Enter goes there, Escape closes.',
}
