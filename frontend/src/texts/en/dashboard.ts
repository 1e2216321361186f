import { counted, formatNumber, formatPercent } from '../format.ts'

const visits = (count: number) => counted(count, { one: 'visit', other: 'visits' })
const days = (count: number) => counted(count, { one: 'day', other: 'days' })

/** `12.5 % more than`, `3.0 % fewer than`, `as many as`. */
function compared(percent: number): string {
  if (percent === 0) return 'as many as'
  return `${formatPercent(Math.abs(percent))} ${percent > 0 ? 'more' : 'fewer'} than`
}

export const dashboard = {
  title: 'Dashboard',
  whole: (weeks: number) => `Whole course, ${counted(weeks, { one: 'week', other: 'weeks' })}`,
  week: (week: string, dates: string) => `${week}, ${dates}`,

  happened: {
    nothingKnown: 'No export has told of these days yet.',
    nobody: 'Nobody opened anything in these days.',
    visits: (count: number) => `${visits(count)}.`,
    soFar: (count: number, known: number, length: number) =>
      `${visits(count)} so far: ${formatNumber(known)} of ${days(length)} have data.`,
    compared: (count: number, percent: number, week: string) =>
      `${visits(count)}, ${compared(percent)} in ${week}.`,
    busiest: (day: string, count: number) => `The busiest day was ${day} with ${visits(count)}`,
    busiestEvents: (titles: string[]) => (titles.length > 0 ? ` (${titles.join(', ')}).` : '.'),
  },
  figures: {
    visits: 'Visits',
    visitsMeaning: 'How often students opened something: a file, a folder, a test, a forum.',
    students: 'Students who came',
    studentsMeaning:
      'Students with at least one visit. People who teach and people left out do not count.',
    ofClass: (percent: number, size: string) => `${formatPercent(percent)} of ${size}`,
    perStudent: 'Visits per student',
    perStudentMeaning:
      'Visits divided by the students who came. Who never came does not count here.',
    sessions: 'Sessions',
    sessionsMeaning:
      'A session is a run of visits by one student without a longer pause. It belongs to the day on which it began.',
    failed: 'Could not be loaded',
    unknown: '–',
  },

  chart: {
    title: 'Visits per day',
    summary: {
      empty: 'No visits are known in these days.',
      shares: (count: number, parts: string[]) => `Of ${visits(count)}: ${parts.join(', ')}.`,
      share: (category: string, percent: number) =>
        `${category.toLowerCase()} ${formatPercent(percent)}`,
      quiet: (count: number) => (count === 0 ? '' : `On ${days(count)} nobody came.`),
      until: (day: string) => `Data end on ${day}.`,
      zone: (zone: string) => `Times are ${zone}.`,
    },
    caption: (parts: string[]) => parts.join(' · '),
  },

  metrics: {
    title: 'Pages, students and sessions by day',
    lead: {
      week: (week: string) => `The days of ${week}.`,
      span: 'The days shown above.',
    },
    names: {
      uniquePages: 'Unique pages',
      students: 'Students',
      sessions: 'Sessions',
      averageSessionMinutes: 'Minutes a session',
      averagePagesPerSession: 'Visits a session',
    },
    meanings: {
      uniquePages:
        'Distinct resources that were opened on a day. The figure is the middle one (median) of the days.',
      students:
        'Distinct students who came on a day. The figure is the middle one (median) of the days.',
      sessions: 'Sessions that began on these days, added up.',
      averageSessionMinutes:
        'Average length of the sessions of a day, from first to last visit, in minutes. The figure is the middle one (median) of the days with sessions.',
      averagePagesPerSession:
        'Visits of a day’s sessions divided by their number. The figure is the middle one (median) of the days with sessions.',
    },
    bases: {
      middle: (known: number) => `median of ${days(known)}`,
      sum: (known: number) => `in ${days(known)}`,
    },
    nobody: 'nobody came',
    noData: 'no export yet',
    change: (percent: number, week: string, before: string) =>
      percent === 0
        ? `as in ${week}`
        : `${formatPercent(Math.abs(percent))} ${percent > 0 ? 'above' : 'below'} ${week} (${before})`,
    changeFromZero: (week: string) => `0 in ${week}`,
    sparkline: (name: string, values: string) => `${name} by day: ${values}`,
  },

  histogram: {
    title: 'Students by number of visits',
    axis: 'Visits of a student',
    none: 'There are no students in this course yet.',
    summary: (cameNot: number, size: number, percent: number) =>
      cameNot === 0
        ? `Everybody came: ${counted(size, { one: 'student', other: 'students' })}.`
        : `${formatNumber(cameNot)} of ${counted(size, { one: 'student', other: 'students' })} (${formatPercent(percent)}) did not come.`,
    most: (range: string) => `The largest group of those who came made ${range} visits.`,
    bin: (range: string, students: number, size: number, percent: number) =>
      `${range} visits: ${formatNumber(students)} of ${counted(size, { one: 'student', other: 'students' })}, ${formatPercent(percent)}`,
    columns: { visits: 'Visits', students: 'Students', percent: 'Of all students' },
  },

  hours: {
    title: 'When they come',
    summary: (weekday: string, hour: string, percent: number) =>
      `The busiest hour is ${weekday}, ${hour}, with ${formatPercent(percent)} of all visits.`,
    zone: (zone: string) => `Hours are ${zone}.`,
    nobody: 'Nobody came in these days.',
    cell: (weekday: string, hour: string, count: number, percent: number) =>
      `${weekday}, ${hour}: ${visits(count)}, ${formatPercent(percent)} of all`,
    reader: 'Hours of the week. Arrow keys move from hour to hour, Escape ends.',
    columns: { weekday: 'Weekday' },
    legend: 'Visits in an hour of the week',
  },

  read: {
    hint: 'Point at the picture or use the arrow keys to read it.',
    histogramReader:
      'Groups of students. Left and right arrow move from group to group, Escape ends.',
  },

  top: {
    content: 'Most visited content',
    communication: 'Most visited communication',
    assessment: 'Most attempted assessments',
    students: 'Most active students',
    wholeCourse:
      'These lists are made by week or for the whole course: here it is the whole course.',
    empty: 'Nothing here in these days.',
    columns: {
      title: 'Title',
      name: 'Name',
      visits: 'Visits',
      students: 'Students',
      posts: 'Posts',
      attempts: 'Attempts',
      medianGrade: 'Median grade',
    },
    meanings: {
      students: 'Distinct students with a visit.',
      medianGrade: 'Middle one of the newest graded attempts of each student.',
    },
    all: {
      content: 'All content',
      communication: 'All communication',
      assessment: 'All assessments',
      students: 'All students',
    },
  },
}
