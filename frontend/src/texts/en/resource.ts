import { counted, formatNumber, formatPercent } from '../format.ts'

const students = (count: number) => counted(count, { one: 'student', other: 'students' })
const addresses = (count: number) =>
  counted(count, { one: 'e-mail address', other: 'e-mail addresses' })

/** The page of one resource. */
export const resource = {
  title: 'Resource',
  path: 'Where it stands',
  forum: 'Forum',
  removed: 'no longer in the newest export',
  key: (key: string) => `Key ${key}`,
  firstAndLast: (first: string, last: string, zone: string) =>
    `Opened first on ${first} and last on ${last} (${zone}).`,
  neverOpened: 'Nobody has opened it yet.',

  figures: {
    visits: 'Visits',
    visitsMeaning: 'How often students opened it on the days shown.',
    students: 'Students who opened it',
    studentsMeaning: 'Different students with at least one visit on the days shown.',
    perStudent: 'Visits per student',
    perStudentMeaning: 'Visits divided by the students who opened it on the days shown.',
    posts: 'Posts',
    postsMeaning: 'Posts by students who count, in the whole course.',
    attempts: 'Attempts',
    attemptsMeaning: 'Submissions by students who count, in the whole course.',
    average: 'Average grade',
    averageMeaning: 'Mean of the newest graded attempt of each student, in the whole course.',
    median: 'Median grade',
    medianMeaning: 'Middle one of the newest graded attempts of each student, in the whole course.',
    ofClass: (percent: number, size: number) => `${formatPercent(percent)} of ${students(size)}`,
    wholeCourse: 'whole course',
    unknown: '–',
  },
  timeline: {
    nobody: 'Nobody opened it on the days shown.',
    busiest: (visits: number, days: number, day: string, most: number) =>
      `${counted(visits, { one: 'visit', other: 'visits' })} on ${counted(days, { one: 'day', other: 'days' })}, most on ${day} (${formatNumber(most)}).`,
  },
  histogram: {
    axis: 'Visits of a student to it',
    summary: (notOpened: number, size: number, percent: number) =>
      notOpened === 0
        ? `Everybody opened it: ${students(size)}.`
        : `${formatNumber(notOpened)} of ${students(size)} (${formatPercent(percent)}) did not open it.`,
    most: (range: string) => `The largest group of those who opened it made ${range} visits.`,
  },

  notOpened: {
    title: 'Who has not opened it',
    when: 'What counts',
    onDays: (dates: string) => `On the days shown: ${dates}`,
    before: (moment: string) => `Before ${moment}`,
    opens: (title: string) => `${title} opens`,
    closes: (title: string) => `${title} closes`,
    from: 'From',
    to: 'to',
    sentence: (count: number, size: number, percent: number, when: string) =>
      count === 0
        ? `Everybody opened it ${when}: ${students(size)}.`
        : `${formatNumber(count)} of ${students(size)} (${formatPercent(percent)}) had not opened it ${when}.`,
    inCourse: 'in the whole course',
    sentenceDays: (from: string, to: string) =>
      from === to ? `on ${from}` : `from ${from} to ${to}`,
    sentenceBefore: (moment: string) => `before ${moment}`,
    dataEnd: (instant: string, zone: string) => `Data end on ${instant} (${zone}).`,
    copy: (count: number) => `Copy ${addresses(count)}`,
    copied: (count: number) => `${addresses(count)} copied.`,
    without: (count: number) =>
      count === 0
        ? ''
        : `${students(count)} of them ${count === 1 ? 'has' : 'have'} no e-mail address.`,
    copyByHand: 'The browser did not let them be copied. Copy them from here:',
    addresses: 'E-mail addresses',
    caption: 'Students who have not opened it',
    search: 'Search students',
    shown: (shown: number, all: number) =>
      shown === all ? students(all) : `${formatNumber(shown)} of ${students(all)}`,
    nothingFound: 'No student fits the search.',
    columns: { name: 'Name', email: 'E-mail', lastSeen: 'Last seen in the course', key: 'Key' },
    lastSeen: (zone: string) => `The student’s newest visit to anything in the course, in ${zone}.`,
    neverSeen: 'never',
  },
}
