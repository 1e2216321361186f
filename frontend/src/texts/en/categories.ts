import { counted, formatNumber } from '../format.ts'

const resourceCount = (count: number) => counted(count, { one: 'resource', other: 'resources' })
const assessmentCount = (count: number) =>
  counted(count, { one: 'assessment', other: 'assessments' })
const studentCount = (count: number) => counted(count, { one: 'student', other: 'students' })

/** `; 3 of them without any`, or the end of the sentence. */
const untouchedOnes = (count: number, what: string) =>
  count > 0 ? `; ${formatNumber(count)} of them ${what}.` : '.'

/** The pages of content, communication and assessment. */
export const categories = {
  leads: {
    visits: (visits: number, resources: number, untouched: number) =>
      `${counted(visits, { one: 'visit', other: 'visits' })} to ${resourceCount(resources)}` +
      untouchedOnes(untouched, 'not opened by anyone'),
    posts: (posts: number, resources: number, untouched: number) =>
      `${counted(posts, { one: 'post', other: 'posts' })} in ${resourceCount(resources)}` +
      untouchedOnes(untouched, 'without any'),
    attempts: (attempts: number, resources: number, untouched: number) =>
      `${counted(attempts, { one: 'attempt', other: 'attempts' })} at ${assessmentCount(resources)}` +
      untouchedOnes(untouched, 'not attempted by anyone'),
    students: (students: number, classSize: number) =>
      `${formatNumber(students)} of ${studentCount(classSize)} opened something here.`,
    grades: (grades: number, assessments: number) =>
      `${counted(grades, { one: 'grade', other: 'grades' })} in ${assessmentCount(assessments)}.`,
  },
  empty: {
    content: 'This course has no content in its newest export.',
    communication: 'This course has no forums or other communication in its newest export.',
    assessment: 'This course has no assessments in its newest export.',
  },
  emptyNextStep: 'What teachers add to the course in the LMS appears here with the next export.',
  grades: {
    caption: 'Newest grades of each student',
    name: 'Student',
    search: 'Search students',
    shown: (shown: number, all: number) =>
      shown === all ? studentCount(all) : `${formatNumber(shown)} of ${studentCount(all)}`,
    nothingFound: 'No student fits the search.',
    none: 'No attempt has a grade yet.',
    noneNextStep: 'Grades that are given in the LMS appear here with the next export.',
    average: 'Average',
    median: 'Median',
    key: 'Key',
    heat: 'Shaded column by column',
    heatHighest: 'highest grade',
    definition: (title: string, graded: number, classSize: number, highest: string) =>
      `${title}: grades of ${formatNumber(graded)} of ${studentCount(classSize)}, the highest ${highest}. Of several attempts the newest counts.`,
    noneGraded: (title: string) => `${title}: no grades yet.`,
    cell: (title: string, grade: string, average: string, median: string) =>
      `${title}: ${grade} (average ${average}, median ${median})`,
    noGrade: (title: string) => `${title}: no grade`,
    averageNote: (title: string, average: string, graded: number) =>
      `${title}: average ${average} of ${studentCount(graded)} with a grade`,
    medianNote: (title: string, median: string, graded: number) =>
      `${title}: half of ${studentCount(graded)} with a grade have ${median} or more`,
  },
}
