import { counted, formatNumber } from '../format.ts'

const plural = {
  'all_user.txt': { one: 'person', other: 'people' },
  'all_resources.txt': { one: 'resource', other: 'resources' },
  'forums.txt': { one: 'post', other: 'posts' },
  'assessments.txt': { one: 'attempt', other: 'attempts' },
  'activity.txt': { one: 'visit', other: 'visits' },
}
const rowCount = (count: number) => counted(count, { one: 'row', other: 'rows' })

export const imports = {
  title: 'Imports',
  lead: 'What each export brought, what was left out, and why. The newest first.',
  none: 'No export has been imported into this course yet.',
  caption: 'Imports of the course',
  file: (name: string, size: string) => `${name}, ${size}`,
  broughtBy: (who: string) => `brought by ${who}`,
  attempt: (count: number) => `${formatNumber(count)} tries`,
  details: 'What came, file by file',

  succeeded: (fresh: number, known: number, skipped: number) =>
    [
      `${counted(fresh, { one: 'new visit', other: 'new visits' })}`,
      known > 0 ? `, ${formatNumber(known)} known already` : '',
      skipped > 0 ? `. ${rowCount(skipped)} left out.` : '. Nothing was left out.',
    ].join(''),
  running: (phase: string, rows: number, of: number) =>
    of > 0 ? `${phase}: ${formatNumber(rows)} of ${rowCount(of)}` : phase,
  waiting: 'The file is there and will be read shortly.',
  beingRead: 'The file is being read.',
  cancelled: 'Somebody ended it before it was done. Nothing of the course has changed.',
  undone: 'Taken back: what it had brought is no longer in the figures.',
  failed: 'Nothing of the course has changed. An administrator has been told and sees more.',

  span: (from: string, to: string, zone: string) => `It tells of ${from} to ${to} (${zone}).`,
  people: (fresh: number, changed: number) =>
    `People: ${formatNumber(fresh)} new, ${formatNumber(changed)} changed.`,
  resources: (fresh: number, changed: number, gone: number, back: number) =>
    [
      `Resources: ${formatNumber(fresh)} new, ${formatNumber(changed)} changed`,
      gone > 0 ? `, ${formatNumber(gone)} no longer there` : '',
      back > 0 ? `, ${formatNumber(back)} there again` : '',
      '.',
    ].join(''),
  forums: (fresh: number) => `Forums: ${formatNumber(fresh)} new.`,

  columns: {
    what: 'What',
    read: 'Rows read',
    stored: 'New or changed',
    alreadyKnown: 'Known already',
    skipped: 'Left out',
  },
  definitions: {
    read: 'Rows in the file, without its header.',
    stored: 'Rows that brought something new.',
    alreadyKnown: 'Rows that an earlier export, or an earlier row, had told already.',
    skipped: 'Rows that could not be used. Below it says why.',
  },
  files: {
    'all_user.txt': 'People',
    'all_resources.txt': 'Resources',
    'forums.txt': 'Posts',
    'assessments.txt': 'Attempts',
    'activity.txt': 'Visits',
  },
  leftOut: 'Left out, and why',
  leftOutLine: (file: keyof typeof plural, count: number, reason: string) =>
    `${counted(count, plural[file])}: ${reason}`,
  keptLine: (file: keyof typeof plural, count: number, reason: string) =>
    `${counted(count, plural[file])} kept: ${reason}`,
  reasons: {
    malformed_row: 'cannot be read as a row',
    empty_key: 'a key is empty',
    long_text: 'a text is too long',
    no_target: 'neither a resource nor a forum is named',
    unknown_user: 'by a person whom no export has ever named',
    unknown_resource: 'of a resource that no export has ever named',
    unknown_forum: 'in a forum that no export has ever named',
    not_an_assessment: 'at something that is no assessment',
    bad_timestamp: 'without a time that can be read',
    outside_course: 'at a time outside the course',
    bad_grade: 'the grade cannot be used, so the attempt counts without one',
  },
  notices: 'Also noticed',
  notice: (text: string, count: number | undefined) =>
    count !== undefined && count > 1 ? `${text} (${formatNumber(count)} times)` : text,
}
