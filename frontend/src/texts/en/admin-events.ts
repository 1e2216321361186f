import { counted } from '../format.ts'

export const adminEvents = {
  title: 'Events of all courses',
  lead: 'What owners have entered: lectures, deadlines, exams. Each time is in the zone of its course; events are changed on the page of their course.',
  caption: 'Events of all courses',
  search: 'Search titles and courses',
  shown: (count: number) => counted(count, { one: 'event', other: 'events' }),
  empty: 'No course has events yet.',
  emptyNextStep: 'Owners enter them on the page Events of their courses.',
  columns: { title: 'Title', kind: 'Kind', course: 'Course', when: 'When', year: 'Year' },
  filterKind: 'Kind',
  allKinds: 'All kinds',
  from: 'From day',
  to: 'To day',
  weeks: (first: number, last: number) =>
    first === last ? `week ${first}` : `weeks ${first} to ${last}`,
  ofCourse: 'Only this course',
  open: 'Open in its course',
  removeCourse: 'Show all courses',
}
