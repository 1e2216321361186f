import { counted } from '../format.ts'

export const admin = {
  title: 'Administration',
  navigation: 'Administration',
  sections: {
    imports: 'Imports',
    unrecognised: 'Unrecognised files',
    courses: 'Courses',
    people: 'People',
    servers: 'LMS servers',
    events: 'Events',
    tasks: 'Tasks',
    checks: 'Checks',
    audit: 'Audit log',
  },
  timesIn: (zone: string) => `Times are in ${zone}.`,
  list: {
    actions: 'Actions',
    actionsOf: (name: string) => `Actions: ${name}`,
    pages: 'Pages of the list',
    firstPage: 'First page',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    lastPage: 'Last page',
    pageOf: (page: string, pages: string) => `Page ${page} of ${pages}`,
    rowsOf: (first: string, last: string, total: string) => `${first} – ${last} of ${total}`,
    nothingFits: 'Nothing fits the search and the filters.',
    beyond: 'The list ends before this page.',
    clear: 'Clear search and filters',
  },
  form: {
    saving: 'Saving …',
    cancel: 'Cancel',
    unfinished: (what: string) => `Not saved yet: ${what}.`,
    discarded: 'Discarded.',
  },
  confirm: {
    doing: 'Please wait …',
    type: (word: string) => `Type ${word} to confirm`,
    wrong: (word: string) => `Type exactly ${word}.`,
  },
  picker: {
    found: (count: number) =>
      count === 0
        ? 'Nothing found. Try other letters.'
        : counted(count, { one: 'match', other: 'matches' }),
    failed: 'The search did not work. Type again.',
    remove: (name: string) => `Remove ${name}`,
  },
}
