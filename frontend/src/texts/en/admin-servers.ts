import { counted } from '../format.ts'

const quoted = (name: string) => `“${name}”`

export const adminServers = {
  title: 'LMS servers',
  lead: 'Blackboard installations that deliver exports. Each has a token of its own.',
  caption: 'LMS servers',
  add: 'Add a server',
  search: 'Search servers',
  shown: (count: number) => counted(count, { one: 'server', other: 'servers' }),
  empty: 'There is no LMS server yet.',
  emptyNextStep:
    'Add the Blackboard installation that your exports come from; courses belong to one.',
  columns: {
    name: 'Name',
    id: 'Number',
    idDefinition: 'With it the names of this server’s exports begin.',
    description: 'Description',
    courses: 'Courses',
    since: 'Added',
  },
  change: 'Change',
  renew: 'Make a new token',
  delete: 'Delete',
  itsCourses: 'Its courses',
  changed: (name: string) => `${quoted(name)} is changed.`,
  deleted: (name: string) => `${quoted(name)} is deleted.`,
  renewTitle: 'Make a new token?',
  renewLead: (name: string) =>
    `The present token of ${quoted(name)} ends at once: its exporter is refused until it has the new one.`,
  deleteTitle: 'Delete the server?',
  deleteLead: (name: string) => `${quoted(name)} has no courses. Its token ends at once.`,
  hasCourses: (name: string, count: number) =>
    `${quoted(name)} still has ${counted(count, { one: 'course', other: 'courses' })}. Move them to another server, or delete them, first.`,

  form: {
    addTitle: 'Add an LMS server',
    changeTitle: 'Change the LMS server',
    name: 'Name',
    nameHint: 'As your people know it, such as “Blackboard 2026”.',
    description: 'Description',
    addSave: 'Add the server',
    save: 'Save',
    nameMissing: 'Enter a name.',
    draft: (name: string) => (name ? quoted(name) : 'a server without a name'),
  },
  token: {
    title: 'The token, once',
    lead: (name: string) =>
      `Hand this to whoever runs the exporter of ${quoted(name)}. It cannot be shown again: cloop keeps only a fingerprint.`,
    label: 'Token',
    copy: 'Copy',
    copied: 'Copied.',
    copyFailed: 'The browser did not let it be copied. Select it and copy it by hand.',
    forOperator: 'For the exporter’s operator',
    askWhich: 'Which courses are expected',
    deliver: 'Delivering an export',
    header: 'With every request, this header',
    drop: (id: number) =>
      `Where the exporter writes into a watched directory instead, a file is called ${id}_<course code>_<anything>.zip.`,
    copyAll: 'Copy all of it',
    done: 'I have handed it over',
  },
}
