import type { FailureCode, ImportState } from '#shared/import.ts'
import { counted, formatNumber } from '../format.ts'

const again = 'Have the export copied or made again, and drop or upload it once more.'
const correctExporter =
  'Have the exporter corrected, then let it deliver again. The same file would fail again.'
const rows = (count: number) => counted(count, { one: 'row', other: 'rows' })

export const adminImports = {
  title: 'Imports',
  lead: (zone: string) => `Every export that came, newest first. Times are in ${zone}.`,
  caption: 'Imports',
  search: 'Search file names and courses',
  shown: (count: number) => counted(count, { one: 'import', other: 'imports' }),
  empty: 'No export has arrived yet.',
  emptyNextStep: 'Upload one here, or have the exporter of an LMS server deliver.',
  columns: {
    file: 'File',
    course: 'Course',
    state: 'State',
    size: 'Size',
    came: 'Came',
    broughtBy: 'Brought by',
  },
  states: {
    queued: 'waiting',
    running: 'being read',
    succeeded: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
    undone: 'undone',
  } satisfies Record<ImportState, string>,
  filterState: 'State',
  allStates: 'All states',
  ofCourse: (code: string) => `Only course ${code}`,
  allCourses: 'Show all courses',
  skippedRows: (count: number) => `${rows(count)} left out`,
  progress: (phase: string, read: number, of: number) =>
    of > 0 ? `${phase}: ${formatNumber(read)} of ${rows(of)}` : phase,
  progressOf: (file: string) => `Progress of ${file}`,
  notLive: 'The connection for live progress is lost. It is tried again.',
  receipt: 'Receipt',
  retry: 'Try again',
  cancel: 'Cancel',
  undo: 'Undo the import',
  rejects: 'Download rejected rows',
  retried: (file: string) => `${file} waits to be tried again.`,
  cancelled: (file: string) => `${file} is cancelled. Its zip is kept.`,
  undoing: (file: string) => `${file} is being taken back.`,
  notDone: (file: string, why: string) => `Nothing was done with ${file}. ${why}`,
  cancelTitle: 'Cancel the import?',
  cancelLead: (file: string, course: string) =>
    `${file} is not imported into ${course}. Its zip is kept for a while; to import it after all, upload it again.`,
  undoTitle: 'Undo the import?',
  undoLead: (file: string, course: string) =>
    `Everything that ${file} brought goes from ${course}; every figure is again what it was before. To have it back, import the file again.`,

  upload: {
    heading: 'Upload',
    choose: 'Choose zip files',
    drop: 'or drop them anywhere on this page',
    findCourse: 'Find the course',
    findCoursePlaceholder: 'Code or title',
    guessed: 'by the file’s name',
    otherCourse: 'Another course',
    start: 'Upload',
    startAll: (count: number) => `Upload ${counted(count, { one: 'file', other: 'files' })}`,
    remove: 'Remove',
    cancel: 'Cancel',
    again: 'Upload again',
    dismiss: 'Dismiss',
    notZip: 'An export is a zip. This file does not end in .zip.',
    waits: 'waits for the one before',
    sent: (sent: string, all: string, percent: string) => `${sent} of ${all}, ${percent}`,
    left: (minutes: number) =>
      minutes < 1
        ? 'less than a minute left'
        : `about ${counted(minutes, { one: 'minute', other: 'minutes' })} left`,
    storing: 'being stored',
    done: 'uploaded',
    known: 'waits or runs already: nothing was made twice',
    cancelled: 'cancelled, nothing of it was kept',
    failed: (why: string) => `not uploaded: ${why}`,
    under: (count: number) => `${counted(count, { one: 'upload', other: 'uploads' })} under way`,
    of: (file: string) => `Upload of ${file}`,
    toImport: 'To the import',
    toImports: 'To the imports',
  },

  one: {
    title: (id: number) => `Import ${formatNumber(id)}`,
    back: 'All imports',
    facts: {
      course: 'Course',
      file: 'File',
      size: 'Size',
      broughtBy: 'Brought by',
      came: 'Came',
      started: 'Began',
      finished: 'Ended',
      took: 'Took',
      attempt: 'Attempt',
      sha256: 'SHA-256',
    },
    seconds: (seconds: number) =>
      seconds < 1
        ? 'less than a second'
        : seconds < 120
          ? counted(Math.round(seconds), { one: 'second', other: 'seconds' })
          : counted(Math.round(seconds / 60), { one: 'minute', other: 'minutes' }),
    waits: 'It waits for a worker, or for the import of the course before it.',
    cancelledLead: 'It was cancelled before anything was read.',
    undoneLead:
      'It was undone: the course is as it was before. The receipt tells what it had brought.',
    whatIsWrong: 'What is wrong',
    whatToDo: 'What to do',
    unchanged: 'Nothing of the course has changed.',
  },

  nextSteps: {
    not_a_zip: again,
    truncated_zip: again,
    damaged_zip: again,
    unsupported_zip: correctExporter,
    missing_file: correctExporter,
    unsafe_zip:
      'Find out who made this file before anything else. If it is genuine and only large, have the limit raised that it names, and try again.',
    bad_encoding: correctExporter,
    no_header: correctExporter,
    missing_columns: correctExporter,
    unclosed_quote: correctExporter,
    nothing_fits:
      'Compare the dates and the code of the course with the export. If the dates were wrong, correct them and try again; if it is the export of another course, upload it there.',
    gave_up:
      'Look into the worker’s log under the number of the import, mend what it says, and try again.',
  } satisfies Record<FailureCode, string>,
}
