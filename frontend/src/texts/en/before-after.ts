import { counted, formatNumber } from '../format.ts'

interface Halves {
  before: number
  after: number
}
const visits = (count: number) => counted(count, { one: 'visit', other: 'visits' })

export const beforeAfter = {
  tab: 'Before and after',
  event: 'Repeating event',
  before: 'before',
  after: 'after',
  legend: { before: 'Left: before', after: 'Right: after' },
  longest: (count: string) => `Longest bar: ${count}`,
  lead: (share: string, count: number, title: string, when: string) =>
    count === 0
      ? `Nobody opened anything in the weeks of ${title}.`
      : `${share} of the ${visits(count)} in the weeks of “${title}” came before it in its week (${when}).`,
  none: 'This course has no repeating event yet.',
  noneNextStep:
    'Enter a lecture or a tutorial, and here stands what was opened in its week before it and after it.',
  make: 'New repeating event',
  choose: 'Choose an event',
  missing: 'There is no such repeating event any more.',
  missingNextStep: 'Choose another one.',
  allWeeks: 'All weeks of the event',
  share: 'Before',
  shareBefore: (percent: string) => `${percent} before`,
  shareDefinition: (title: string) =>
    `Of all visits in the weeks of ${title}, the share that came before it in its week.`,
  weekDefinition: (when: string) => `${when}. Sorts by the visits before the event.`,
  notInThisWeek: (when: string, title: string) => `${when}: no ${title}`,
  caption: (category: string, title: string) => `${category}: visits before and after ${title}`,
  note: (when: string, { before, after }: Halves, percent: string) =>
    `${when}: ${formatNumber(before)} of ${visits(before + after)} before (${percent}), ${formatNumber(after)} after`,
  nobody: (when: string) => `${when}: no visits before or after`,
  dataEnd: (day: string) => `Data end on ${day}, so not all that came after is known.`,
  spoken: ({ before, after }: Halves) =>
    `${formatNumber(before)} before, ${formatNumber(after)} after`,
  csvWeek: (week: string, day: string, half: string) => `${week} (${day}) ${half}`,
}
