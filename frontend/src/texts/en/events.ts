import { counted, formatNumber } from '../format.ts'

const eventCount = (count: number) => counted(count, { one: 'event', other: 'events' })
const quoted = (title: string) => `“${title}”`

export const events = {
  title: 'Events',
  lead: (count: number, zone: string) =>
    `${count > 0 ? `${eventCount(count)}. ` : ''}Times are in ${zone}.`,
  none: 'This course has no events yet.',
  noneNextStep:
    'Lectures, deadlines and exams give the charts their meaning. Enter them one by one, take them over from a calendar file, or copy those of another course.',
  make: 'New event',
  import: 'Import a calendar',
  copyCourse: 'Copy from a course',
  download: 'Download as .ics',
  actions: 'What you can do with events',

  kinds: { single: 'Single event', repeating: 'Repeating event', submission: 'Submission' },
  submissionTypes: { assignment: 'assignment', quiz: 'quiz' },
  every: (weekday: string, time: string | null) => `${weekday}s, ${time ?? 'whole day'}`,
  fromDayToDay: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
  outside: 'outside the course',

  timeline: 'Events on a time line',
  timelineHint: 'Select an event to see it here.',
  nothingShown: 'No event lies in these days, or all kinds are switched off.',
  deselect: 'Deselect the event',

  caption: 'Events of the course',
  columns: {
    title: 'Title',
    kind: 'Kind',
    when: 'When',
    weeks: 'Weeks',
    weeksDefinition: 'Teaching weeks of the course.',
    actions: 'Actions',
  },
  search: 'Search events',
  nothingFound: 'No event fits the search.',
  shown: (shown: number, all: number) =>
    shown === all ? eventCount(all) : `${formatNumber(shown)} of ${eventCount(all)}`,
  change: 'Change',
  copy: 'Copy',
  delete: 'Delete',
  actOn: (action: string, title: string) => `${action}: ${title}`,

  made: (title: string) => `${quoted(title)} is made.`,
  changed: (title: string) => `${quoted(title)} is changed.`,
  deleted: (title: string) => `${quoted(title)} is deleted.`,
  deletedSeveral: (count: number) => `${eventCount(count)} deleted.`,
  restored: (title: string) => `${quoted(title)} is back.`,
  restoredSeveral: (count: number) => `${eventCount(count)} are back.`,
  notDeleted: (title: string, why: string) => `${quoted(title)} is not deleted. ${why}`,
  notRestored: (why: string) => `Not everything could be brought back. ${why}`,

  form: {
    newTitle: 'New event',
    copyTitle: 'Copy of an event',
    changeTitle: 'Change the event',
    kind: 'Kind',
    kindHints: {
      single: 'Happens once: an exam, a guest lecture.',
      repeating: 'Every week at the same time: a lecture, a tutorial.',
      submission: 'Open for a while: an assignment, a quiz.',
    },
    title: 'Title',
    day: 'Day',
    time: 'Time',
    timeHint: 'Leave it empty for the whole day.',
    weekday: 'Weekday',
    fromWeek: 'From week',
    toWeek: 'To week',
    week: (week: string, dates: string) => `${week}, ${dates}`,
    opensOn: 'Opens on',
    opensAt: 'Opens at',
    closesOn: 'Closes on',
    closesAt: 'Closes at',
    submissionType: 'What is submitted',
    zone: (zone: string) => `Times are in ${zone}.`,
    save: 'Save the event',
    saving: 'Saving …',
    cancel: 'Cancel',
    close: 'Close',
    titleMissing: 'Enter a title, such as “Guest lecture”.',
    titleTooLong: (longest: number, length: number) =>
      `Shorten the title to ${formatNumber(longest)} characters; it has ${formatNumber(length)}.`,
    dayMissing: (first: string, last: string) => `Choose a day from ${first} to ${last}.`,
    dayOutside: (day: string, first: string, last: string) =>
      `${day} lies outside the course. Choose a day from ${first} to ${last}.`,
    timeMissing: 'Enter a time of day, such as 14:00.',
    timeSkipped: (time: string, day: string, instead: string) =>
      `There is no ${time} on ${day}: the clocks go forward. Enter ${instead}, say.`,
    weeksBackwards: (week: number) => `Choose week ${formatNumber(week)} or a later one.`,
    backwards: (day: string, time: string) =>
      `It closes before it opens. Choose ${day}, ${time} or later.`,
    gone: 'Somebody has deleted this event in the meantime. Save once more to make it anew.',
    missing: 'There is no such event any more.',
  },
  drafts: {
    unfinished: (title: string) =>
      title ? `Not saved yet: ${quoted(title)}.` : 'Not saved yet: an event without a title.',
    goOn: 'Go on',
    discard: 'Discard',
    discarded: 'Discarded.',
  },

  importing: {
    title: 'Import a calendar',
    lead: 'From an .ics file, as calendars and timetables give it. You see first what it would make. Importing the same file again makes nothing twice.',
    choose: 'Choose an .ics file',
    chooseOther: 'Choose another file',
    drop: 'or drop it here',
    reading: (name: string) => `Reading ${name} …`,
    tooLarge: 'The file is larger than 1 MB. Export a shorter time from your calendar.',
    carryOut: (count: number) => `Import ${eventCount(count)}`,
    carryOutOther: 'Make the changes',
  },
  copying: {
    title: 'Copy from another course',
    lead: 'Week n goes to week n; weekday and time stay.',
    from: 'Course',
    choose: 'Choose a course',
    none: 'You have no other course to copy from.',
    carryOut: (count: number) => `Copy ${eventCount(count)}`,
  },
  changes: {
    heading: 'What this makes',
    nothing: 'Nothing to do: everything is here already.',
    empty: 'There are no events in it.',
    added: (count: number) => `${formatNumber(count)} new`,
    changed: (count: number) => `${formatNumber(count)} changed`,
    removed: (count: number) => `${formatNumber(count)} deleted, for the calendar has them no more`,
    unchanged: (count: number) => `${formatNumber(count)} here already`,
    skipped: (count: number) => `${formatNumber(count)} left out`,
    untitled: 'Without a title',
    more: (count: number) => `and ${formatNumber(count)} more`,
    done: (parts: string) => `Done: ${parts}.`,
  },
}
