import { counted, formatNumber } from '../format.ts'

const resourceCount = (count: number) => counted(count, { one: 'resource', other: 'resources' })
const visitCount = (count: number) => counted(count, { one: 'visit', other: 'visits' })

export const resources = {
  views: 'Views',
  visits: 'Visits',
  students: 'Students',
  title: 'Title',
  wholeCourse: 'Whole course',
  weekWithDates: (week: number, dates: string) => `Week ${week}, ${dates}`,
  noDataYet: (when: string) => `${when}: no export reaches into this week yet`,
  gone: 'removed',
  goneDefinition: 'no longer in the newest export',
  directlyBelow: (count: number) => `${resourceCount(count)} directly below`,
  withAllBelow: ', with everything below',
  ofStudents: (figure: number, base: number, share: string) =>
    `${formatNumber(figure)} of ${counted(base, { one: 'student', other: 'students' })}, ${share}`,
  ofVisits: (figure: number, base: number, category: string, share: string) =>
    `${formatNumber(figure)} of ${visitCount(base)} to ${category.toLowerCase()}, ${share}`,
  allVisits: (figure: number, category: string) =>
    `${visitCount(figure)} to ${category.toLowerCase()}`,
  distinctTotals: '(each student once, so this is no sum)',
  totalVisitsDefinition:
    'Visits in the whole course: one student opens one resource at one instant.',
  totalStudentsDefinition: 'Different students who opened it at least once in the whole course.',
  percentOfVisits: (base: number, category: string) =>
    `Share of the ${visitCount(base)} to ${category.toLowerCase()} in the whole course.`,
  percentOfStudents: (base: number) =>
    `Share of the ${counted(base, { one: 'student', other: 'students' })} in the course.`,
  totalsLabel: (category: string) => `All ${category.toLowerCase()}`,
  search: 'Search titles',
  type: 'Type',
  allTypes: 'All types',
  includeBelow: 'Add up what lies below',
  ownFiguresOnly:
    'Own figures only: who opened two things in a folder is one student, so rows are not added up.',
  expandAll: 'Expand all',
  collapseAll: 'Collapse all',
  heatVisits: 'Visits in a week',
  heatStudents: 'Students in a week',
  shown: (shown: number, all: number) =>
    shown === all ? resourceCount(all) : `${formatNumber(shown)} of ${resourceCount(all)}`,
  nothingFound: 'No resource fits the search and the type.',
  caption: (measure: string, category: string) => `${category}: ${measure.toLowerCase()} by week`,
  csvKey: 'Key',
  csvParent: 'Parent key',
  csvType: 'Type',
  csvGone: 'Removed',
  yes: 'yes',
  no: 'no',
}
