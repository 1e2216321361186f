import { exportFiles, type ExportFile } from '#shared/import.ts'
import {
  goodRows,
  goodText,
  goodTold,
  time,
  zipWithRows,
  zipWithTexts,
  type BadInput,
  type Told,
} from './bad-input.ts'

const activity = goodText('activity.txt')
const [firstRow = ''] = goodRows['activity.txt']

/** The good export in another way of writing. */
const same = (
  id: string,
  what: string,
  texts: Partial<Record<ExportFile, string | Buffer>>,
): BadInput => ({
  ...{ id, what, outcome: 'ok', told: goodTold, zip: () => zipWithTexts(texts) },
})

const each = (change: (text: string, file: ExportFile) => string) =>
  Object.fromEntries(exportFiles.map((file) => [file, change(goodText(file), file)]))

const taken = (
  [id, what]: [string, string],
  outcome: BadInput['outcome'],
  rows: string[],
  told: Told['files'],
  notices?: Told['notices'],
): BadInput => ({
  ...{ id, what, outcome, told: { files: told, notices } },
  zip: () => zipWithRows({ 'activity.txt': rows }),
})
const visits = (read: number, stored: number, skipped = {}): Told['files'] => ({
  'activity.txt': { read, stored, alreadyKnown: 0, skipped },
})
const titles = (...given: string[]): BadInput['stored'] => ({
  sql: 'SELECT title FROM resources WHERE course_id = ? AND NOT is_forum ORDER BY resource_no',
  rows: given.map((title) => [title]),
})
const document = 'resource/x-bb-document'
const titled = (id: string, what: string, cell: string, title: string): BadInput => ({
  ...{ id, what, outcome: 'ok', told: goodTold, stored: titles(title, 'Quiz') },
  zip: () =>
    zipWithRows({
      'all_resources.txt': [`page||${cell}|${document}`, goodRows['all_resources.txt'][1]!],
    }),
})

/** Tables that are written in an unusual way. */
export const texts: BadInput[] = [
  same(
    'C01',
    'byte-order-mark',
    each((text) => `\ufeff${text}`),
  ),
  taken(['C06', 'header-only'], 'ok', [], visits(0, 0)),
  same('C08', 'other-order', {
    'all_user.txt':
      'email|user_key|lastname|firstname|username\na@example.org|ann|A|Ann|ann\nb@example.org|bob|B|Bob|bob\n',
  }),
  {
    ...{ id: 'C12', what: 'proto-besides', outcome: 'noticed' },
    told: { ...goodTold, notices: { ignored_columns: 2 } },
    zip: () =>
      zipWithTexts({
        'activity.txt': activity.replaceAll('\n', '|x|y\n').replace('|x|y', '|__proto__|toString'),
      }),
  },
  taken(
    ['C13', 'short-rows'],
    'skipped',
    ['ann', 'ann|page', 'ann|page|'],
    visits(3, 0, { no_target: 1, bad_timestamp: 2 }),
  ),
  taken(['C14', 'long-rows'], 'noticed', [`${firstRow}|x`, `bob|page||${time}|x|y`], visits(2, 2), {
    extra_cells: 2,
  }),
  same(
    'C15',
    'trailing-delimiters',
    each((text) => text.replaceAll('\n', '|\n')),
  ),
  same(
    'C16',
    'blank-lines',
    each((text) => `\n\n${text.replaceAll('\n', '\n \t\n\n')}\n\n`),
  ),
  same(
    'C17',
    'crlf',
    each((text) => text.replaceAll('\n', '\r\n')),
  ),
  same(
    'C17',
    'mixed',
    each((text) => text.replace('\n', '\r\n')),
  ),
  same(
    'C18',
    'cr',
    each((text) => text.replaceAll('\n', '\r')),
  ),
  same(
    'C19',
    'no-last-line-end',
    each((text) => text.slice(0, -1)),
  ),
  titled('C20', 'quote-inside', 'Week 1 "Intro"', 'Week 1 "Intro"'),
  {
    ...{ id: 'C21', what: 'text-after-a-quote', outcome: 'skipped' },
    told: { files: { 'all_resources.txt': { read: 3, stored: 2, skipped: { malformed_row: 1 } } } },
    zip: () =>
      zipWithRows({
        'all_resources.txt': [...goodRows['all_resources.txt'], `x||"Intro" week|${document}`],
      }),
  },
  titled('C22', 'pipe-newline-and-quotes', '"a|b\nc ""d"""', 'a|b\nc "d"'),
  taken(
    ['C25', 'nul-in-a-key'],
    'skipped',
    [firstRow, `a\0n|page||${time}`],
    visits(2, 1, { unknown_user: 1 }),
  ),
  {
    ...{ id: 'C25', what: 'nul-in-a-title', outcome: 'skipped' },
    told: { files: { 'all_resources.txt': { read: 3, stored: 2, skipped: { malformed_row: 1 } } } },
    zip: () =>
      zipWithRows({
        'all_resources.txt': [...goodRows['all_resources.txt'], `x||a\0b|${document}`],
      }),
  },
  titled('C26', 'other-separators', 'a\u2028b\u2029c\u0085d\ve\ff', 'a\u2028b\u2029c\u0085d\ve\ff'),
  taken(
    ['C29', 'stack-trace-at-the-end'],
    'skipped',
    [
      ...goodRows['activity.txt'],
      '<html><body>',
      'java.lang.NullPointerException',
      '  at Export.run(Export.java:17)',
    ],
    visits(33, 30, { no_target: 3 }),
  ),
  taken(
    ['C32', 'comments'],
    'skipped',
    ['# exported by hand', firstRow, `# old|page||${time}`],
    visits(3, 1, { no_target: 1, unknown_user: 1 }),
  ),
  taken(
    ['C33', 'spreadsheet'],
    'skipped',
    [firstRow, `"=""00123"""|page||${time}`, `1.23E+05|page||${time}`],
    visits(3, 1, { unknown_user: 2 }),
  ),
]
