import { counted, formatNumber } from '../format.ts'

const resourceCount = (count: number) => counted(count, { one: 'resource', other: 'resources' })

export const content = {
  title: 'Content',
  leadVisits: (visits: number, resources: number, untouched: number) =>
    `${counted(visits, { one: 'visit', other: 'visits' })} to ${resourceCount(resources)}` +
    (untouched > 0 ? `; ${formatNumber(untouched)} of them not opened by anyone.` : '.'),
  leadStudents: (students: number, classSize: number) =>
    `${formatNumber(students)} of ${counted(classSize, { one: 'student', other: 'students' })} opened something here.`,
  empty: 'This course has no content in its newest export.',
  emptyNextStep: 'What teachers add to the course in the LMS appears here with the next export.',
}
