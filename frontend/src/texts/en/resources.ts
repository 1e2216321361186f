import { counted, formatNumber } from '../format.ts'

const resourceCount = (count: number) => counted(count, { one: 'resource', other: 'resources' })
const studentCount = (count: number) => counted(count, { one: 'student', other: 'students' })

export const resources = {
  views: 'Views',
  measures: { visits: 'Visits', posts: 'Posts', attempts: 'Attempts', students: 'Students' },
  grades: 'Grades',
  title: 'Title',
  wholeCourse: 'Whole course',
  weekWithDates: (week: number, dates: string) => `Week ${week}, ${dates}`,
  noDataYet: (when: string) => `${when}: no export reaches into this week yet`,
  gone: 'removed',
  goneDefinition: 'no longer in the newest export',
  directlyBelow: (count: number) => `${resourceCount(count)} directly below`,
  withAllBelow: ', with everything below',
  ofBase: (figure: number, base: string, share: string) =>
    `${formatNumber(figure)} of ${base}, ${share}`,
  counted: {
    visits: (count: number, category: string) =>
      `${counted(count, { one: 'visit', other: 'visits' })} to ${category.toLowerCase()}`,
    posts: (count: number, _category: string) => counted(count, { one: 'post', other: 'posts' }),
    attempts: (count: number, _category: string) =>
      counted(count, { one: 'attempt', other: 'attempts' }),
    students: (count: number, _category: string) => studentCount(count),
  },
  distinctTotals: '(each student once, so this is no sum)',
  totalDefinitions: {
    visits: 'Visits in the whole course: one student opens one resource at one instant.',
    posts: 'Posts in the whole course, by students who count.',
    attempts: 'Attempts in the whole course: submissions by students who count.',
    students: 'Different students who opened it at least once in the whole course.',
  },
  percentDefinition: (base: string) => `Share of the ${base} in the whole course.`,
  totalsLabel: (category: string) => `All ${category.toLowerCase()}`,
  search: 'Search titles',
  type: 'Type',
  allTypes: 'All types',
  includeBelow: 'Add up what lies below',
  includeBelowOnce: 'Include what lies below, each student once',
  expandAll: 'Expand all',
  collapseAll: 'Collapse all',
  heat: {
    visits: 'Visits in a week',
    posts: 'Posts in a week',
    attempts: 'Attempts in a week',
    students: 'Students in a week',
  },
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
