import { counted } from '../format.ts'

const categoryNames = {
  content: 'Content',
  communication: 'Communication',
  assessment: 'Assessment',
}

export const shell = {
  product: 'cloop',
  skip: 'Skip to the content',
  mainNavigation: 'Main',
  courseNavigation: 'Course',
  course: 'Course',
  courses: 'Courses',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in as ${name}`,
  accountMenu: 'Account and appearance',
  colourMode: 'Appearance',
  colourModes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  loading: 'Loading',
  close: 'Close',
  undo: 'Undo',
  dismiss: 'Dismiss',
  categories: categoryNames,
  week: (week: number) => `Week ${week}`,
  weekShort: (week: number) => `W${week}`,
  visits: (count: number) => counted(count, { one: 'visit', other: 'visits' }),
  students: (count: number) => counted(count, { one: 'student', other: 'students' }),
  weeks: (count: number) => counted(count, { one: 'week', other: 'weeks' }),
  asOfExport: (instant: string, zone: string) => `As of the export of ${instant} (${zone})`,
  newestActivity: (instant: string) => `Newest activity ${instant}`,
  newestActivityIn: (instant: string, zone: string) => `Newest activity ${instant} (${zone})`,
  noExportYet: 'No export yet',
  noExportHasArrived: 'No export has arrived yet.',
  firstExportArrives: 'The first export is being read.',
  importUnderWay: 'Load the page again in a minute.',
  exportsExpectedAs: 'Exports for this course are expected as',
  noServerYet:
    'This course has no LMS server yet, so that no export can find it. An administrator can choose one.',
  notFoundTitle: 'Page not found',
  notFound: 'There is nothing at this address, or it is not yours to see.',
  toCourses: 'Go to your courses',
}
