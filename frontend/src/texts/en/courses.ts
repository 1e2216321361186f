import { counted, formatNumber } from '../format.ts'

const courseCount = (count: number) => counted(count, { one: 'course', other: 'courses' })

export const courses = {
  title: 'Courses',
  lead: (count: number) => `${courseCount(count)} you teach.`,
  leadAll: (count: number) => `${courseCount(count)}: as an administrator you see all.`,
  caption: 'Courses',
  code: 'Code',
  course: 'Course',
  offering: 'Offering',
  lms: 'LMS',
  dates: 'Dates',
  students: 'Students',
  studentsDefinition: 'Students who count in the figures: no staff, nobody left out.',
  visitsByWeek: 'Visits by week',
  visitsByWeekDefinition:
    'Visits in each week of the course, from the first to the last; the line ends where the data end. Sorted by all visits.',
  sparkline: (weeks: number, visits: number, highest: number) =>
    `${counted(visits, { one: 'visit', other: 'visits' })} in ${counted(weeks, { one: 'week', other: 'weeks' })}, at most ${formatNumber(highest)} in one`,
  lastActivity: 'Last activity',
  lastActivityDefinition: 'The newest visit, post or attempt stored, in the time of the course.',
  never: 'none yet',
  import: 'Last import',
  importDefinition: 'What became of the newest export.',
  importStates: {
    queued: 'waiting',
    running: 'being read',
    succeeded: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
    undone: 'taken back',
  },
  importing: 'being read',
  noImport: 'none yet',
  search: 'Search courses',
  shown: (shown: number, all: number) =>
    shown === all ? courseCount(all) : `${formatNumber(shown)} of ${courseCount(all)}`,
  nothingFound: 'No course fits the search.',
  none: 'No course is yours yet.',
  noneNextStep:
    'An administrator makes courses and names their teachers. Ask for yours to be added.',
  noneForAdmin: 'There is no course yet.',
  noneForAdminNextStep: 'Add one under Administration, Courses.',
}
