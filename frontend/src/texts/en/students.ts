import { counted, formatNumber } from '../format.ts'

const studentCount = (count: number) => counted(count, { one: 'student', other: 'students' })
const visitCount = (count: number) => counted(count, { one: 'visit', other: 'visits' })
const dayCount = (count: number) => counted(count, { one: 'day', other: 'days' })

export const students = {
  title: 'Students',
  tabs: { overview: 'Overview', visits: 'Visits by week' },
  none: 'No student is known in this course yet.',
  noneNextStep: 'Students come with the exports. Those that have come so far named none.',

  lead: (came: number, all: number, inactive: number) =>
    [
      came === all
        ? `All ${studentCount(all)} came.`
        : `${formatNumber(came)} of ${studentCount(all)} came, ${formatNumber(all - came)} never did.`,
      inactive > 0 ? `${formatNumber(inactive)} of those who came are inactive.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  rule: (activity: string, inactiveDays: number) =>
    `Days silent are whole days from a student’s newest visit to the newest activity of the course, ${activity}: not to today. Inactive is who has been silent for ${dayCount(inactiveDays)} or more. Who is left out counts in no figure.`,
  leadVisits: (visits: number, students: number) =>
    `${visitCount(visits)} by ${studentCount(students)}.`,

  columns: {
    name: 'Name',
    email: 'E-mail',
    group: 'Group',
    visits: 'Visits',
    sessions: 'Sessions',
    lastSeen: 'Last seen',
    daysSilent: 'Days silent',
    state: 'State',
    actions: 'Actions',
    key: 'Key',
  },
  definitions: {
    visits: 'Visits in the whole course: one student opens one resource at one instant.',
    sessions: 'A session is a run of visits by one student without a longer pause.',
    lastSeen: (zone: string) => `The student’s newest visit, in ${zone}.`,
    daysSilent: (activity: string) =>
      `Whole days from the newest visit to the newest activity of the course, ${activity}.`,
    state: (inactiveDays: number) =>
      `Never came: no visit at all. Inactive: silent for ${dayCount(inactiveDays)} or more. Left out: counts in no figure.`,
    percent: (visits: number) => `Share of all ${visitCount(visits)} of the course.`,
    weekVisits: (when: string) => `${when}: visits of each student`,
  },
  states: {
    all: 'All states',
    active: 'Active',
    inactive: 'Inactive',
    never: 'Never came',
    leftOut: 'Left out',
  },
  state: 'State',
  of: (figure: number, base: number, share: string) =>
    `${formatNumber(figure)} of ${visitCount(base)} of all students, ${share}`,
  allVisits: (figure: number) => `${visitCount(figure)} of all students`,

  caption: 'Students of the course',
  captionVisits: 'Students: visits by week',
  captionBeforeAfter: 'Students: visits before and after',
  totals: 'All students',
  search: 'Search students',
  nothingFound: 'No student fits the search and the state.',
  shown: (shown: number, all: number) =>
    shown === all ? studentCount(all) : `${formatNumber(shown)} of ${studentCount(all)}`,
  heat: 'Visits in a week',

  leaveOut: 'Leave out',
  takeIn: 'Take in',
  leaveOutOf: (name: string) => `Leave out: ${name}`,
  takeInTo: (name: string) => `Take in: ${name}`,
  leftOutDone: (name: string) => `${name} is left out: the figures follow in a moment.`,
  takenInDone: (name: string) => `${name} counts again: the figures follow in a moment.`,
  notChanged: (name: string, why: string) => `Nothing has changed for ${name}. ${why}`,

  page: {
    back: 'All students',
    key: (key: string) => `Key ${key}`,
    writeTo: (name: string) => `Write to ${name}`,
    lastSeen: (instant: string, zone: string, days: number) =>
      `Last seen ${instant} (${zone})${days > 0 ? `, ${dayCount(days)} before the newest activity of the course` : ', as new as anything in the course'}.`,
    never: 'Never came: no visit is known.',
    leftOut:
      'Left out of the figures of the course: nothing is counted here as long as that stays so.',
    figures: {
      visits: 'Visits',
      visitsMeaning: 'How often the student opened something, in the days shown.',
      activeDays: 'Days with a visit',
      activeDaysMeaning: 'Days on which the student opened something, of the days shown.',
      posts: 'Posts',
      postsMeaning: 'Posts in forums, in the days shown.',
      attempts: 'Attempts',
      attemptsMeaning: 'Submissions to assessments, in the days shown.',
      sessions: 'Sessions',
      sessionsMeaning: 'A session is a run of visits without a longer pause. In the whole course.',
      wholeCourse: 'whole course',
      median: (median: string) => `class median ${median}`,
      medianFailed: 'class median not available',
    },
    classMedian:
      'Class median: the middle one of the figures of all students, those with none included; of grades, of those who have one.',
    chart: 'Visits per day',
    communication: 'Forums and communication',
    assessment: 'Assessments',
    noCommunication: 'This course has no forum or other communication.',
    noAssessment: 'This course has no assessment.',
    columns: {
      title: 'Title',
      visits: 'Visits',
      posts: 'Posts',
      attempts: 'Attempts',
      latestGrade: 'Latest grade',
      averageGrade: 'Average grade',
      median: 'Median',
      medianOf: (column: string) => `${column}, class median`,
    },
    definitions: {
      latestGrade: 'The grade of the newest attempt in the days shown; empty where it has none.',
      averageGrade: 'Mean of the student’s own graded attempts in the days shown.',
      median: 'Middle one of all students, those with none included.',
      medianGrade:
        'Middle one of the newest graded attempts of each student who has one, in the days shown.',
    },
    summary: (name: string, visits: number, days: number) =>
      visits === 0
        ? `${name} opened nothing in these days.`
        : `${name} made ${visitCount(visits)} on ${dayCount(days)}.`,
  },
}
