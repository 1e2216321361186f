import { counted, formatNumber } from '../format.ts'

const days = { one: 'day', other: 'days' }

export const charts = {
  eventsLabel: 'Events. Arrow keys move from one to the next, Enter selects one.',
  moreEvents: (count: number) => `${formatNumber(count)} more events, opens a list`,
  kinds: {
    single: 'single event',
    repeating: 'repeating event',
    submission: 'submission',
  },
  kindsInLegend: {
    single: 'Single events',
    repeating: 'Repeating events',
    submission: 'Submissions',
  },
  legend: 'Shown in the chart',
  uniquePages: 'Unique pages',
  students: 'Students',
  noExportYet: 'No export yet',
  coverageLegend: 'What the strip below the plot says about the data',
  coverage: { full: 'Data', partial: 'Part of a day', none: 'No export yet' },
  partialDay: 'only part of this day so far',
  knownDays: (count: number) =>
    `of which ${counted(count, { one: 'day has', other: 'days have' })} data`,
  around: {
    before: (count: string, _days: number) => `${count} before`,
    during: (count: string, length: number) => (length === 1 ? 'That day' : `Open, ${count}`),
    after: (count: string, _days: number) => `${count} after`,
  },
  eventsOfDay: 'Events',
  showAround: 'Show these days',
  deselect: 'Deselect the event',
  dayReader: (title: string) =>
    `${title}, day by day. Left and right arrow move by a day, page keys by a week, Escape ends.`,
  brush: {
    label: 'Days shown',
    from: 'First day shown',
    to: 'Last day shown',
    move: 'Move the days shown',
    shown: (span: string, length: number) => `Showing ${span} (${counted(length, days)})`,
    whole: 'Whole course',
    hint: 'Drag over days to look at them alone',
  },
  picker: {
    label: 'Part of the course',
    whole: 'Whole course',
    previous: 'Week before',
    next: 'Week after',
    week: (week: string, dates: string) => `${week}: ${dates}`,
    otherDays: (dates: string) => `Days: ${dates}`,
  },
  numbers: 'Numbers',
  picture: 'Picture',
  save: 'Save',
  savePng: 'As a PNG picture',
  saveSvg: 'As an SVG drawing',
  saveFailed: 'The picture could not be made.',
  columns: {
    day: 'Day',
    week: 'Week',
    events: 'Events',
  },
  nothing: 'Nothing to show',
}
