import { exportFiles, type ExportFile, type FailureCode } from '#shared/import.ts'
import { goodHeaders, goodRows, goodText, time, zipWithTexts, type BadInput } from './bad-input.ts'

const mebibyte = 2 ** 20
const header = goodHeaders['activity.txt']
const activity = goodText('activity.txt')
const [firstRow = ''] = goodRows['activity.txt']

const fails = (
  [id, what]: [string, string],
  outcome: FailureCode,
  text: string | Buffer,
  says: RegExp,
  file: ExportFile = 'activity.txt',
): BadInput => ({ id, what, outcome, says, zip: () => zipWithTexts({ [file]: text }) })

/** Files that cannot be read as tables. */
export const unreadableTexts: BadInput[] = [
  fails(
    ['C02', 'utf16-le'],
    'bad_encoding',
    Buffer.from(`\ufeff${activity}`, 'utf16le'),
    /on line 1 byte 1 is FF/,
  ),
  fails(
    ['C02', 'utf16-be'],
    'bad_encoding',
    Buffer.from(`\ufeff${activity}`, 'utf16le').swap16(),
    /on line 1 byte 1 is FE/,
  ),
  fails(
    ['C02', 'utf16-without-mark'],
    'missing_columns',
    Buffer.from(activity, 'utf16le'),
    /UTF-16/,
  ),
  fails(
    ['C03', 'latin-1'],
    'bad_encoding',
    Buffer.from(`${goodText('all_user.txt')}r|r|Ren\xe9|R|r\n`, 'latin1'),
    /all_user\.txt is not UTF-8: on line 4 byte 8 is E9/,
    'all_user.txt',
  ),
  fails(
    ['C04', 'overlong'],
    'bad_encoding',
    Buffer.from(`${header}\n\xc0\x80|\n`, 'latin1'),
    /line 2 byte 1 is C0/,
  ),
  fails(
    ['C04', 'surrogate'],
    'bad_encoding',
    Buffer.from(`${header}\nx\xed\xa0\x80|\n`, 'latin1'),
    /line 2 byte 2 is ED/,
  ),
  fails(
    ['C04', 'cut-character'],
    'bad_encoding',
    Buffer.from(`${activity}\xe2\x82`, 'latin1'),
    /line 32 byte 1 is E2/,
  ),
  ...exportFiles.map((file) =>
    fails(
      ['C05', `empty-${file.replace('.txt', '')}`],
      'no_header',
      '',
      new RegExp(`^${file} is empty`),
      file,
    ),
  ),
  fails(['C05', 'blank-lines-only'], 'no_header', '\ufeff\n\r\n \n', /has not even a first line/),
  fails(['C07', 'no-header'], 'missing_columns', `${firstRow}\n`, /names "ann", "page", "", "2026/),
  fails(
    ['C09', 'misspelt'],
    'missing_columns',
    'user_key|content|forum_key|timestamp\n',
    /lacks the columns content_key\./,
  ),
  fails(
    ['C09', 'two-missing'],
    'missing_columns',
    'user_key|timestamp\n',
    /lacks the columns content_key, forum_key/,
  ),
  fails(
    ['C10', 'twice'],
    'missing_columns',
    `${header}|user_key\n`,
    /columns user_key more than once/,
  ),
  fails(
    ['C11', 'capitals'],
    'missing_columns',
    `${header.toUpperCase()}\n`,
    /exact, in small letters/,
  ),
  fails(
    ['C11', 'blanks'],
    'missing_columns',
    `${header.replaceAll('|', ' | ')}\n`,
    /see "user_key "/,
  ),
  fails(
    ['C11', 'words'],
    'missing_columns',
    'User Key|content_key|forum_key|timestamp\n',
    /see "User Key"/,
  ),
  fails(
    ['C12', 'proto'],
    'missing_columns',
    '__proto__|constructor\n',
    /"__proto__", "constructor"/,
  ),
  fails(
    ['C23', 'unclosed'],
    'unclosed_quote',
    `${header}\nann|"page||${time}\n${`${firstRow}\n`.repeat(50)}`,
    /opens on line 2 is never closed/,
  ),
  fails(
    ['C23', 'unclosed-in-a-large-file'],
    'unclosed_quote',
    `${header}\nann|"page||${time}\n${`${firstRow}\n`.repeat(200_000)}`,
    /opens on line 2 is never closed, or only after more than 1 MiB/,
  ),
  fails(
    ['C24', 'two-mebibytes-quoted'],
    'unclosed_quote',
    `${header}\n${firstRow}\nann|"${'x'.repeat(2 * mebibyte)}"\n`,
    /on line 3 is/,
  ),
  fails(
    ['C24', 'two-mebibytes'],
    'unclosed_quote',
    `${header}\nann|${'x'.repeat(2 * mebibyte)}\n`,
    /row on line 2 has no end/,
  ),
  fails(['C27', 'commas'], 'missing_columns', header.replaceAll('|', ','), /looks comma-separated/),
  fails(['C27', 'tabs'], 'missing_columns', header.replaceAll('|', '\t'), /looks tab-separated/),
  fails(
    ['C27', 'semicolons'],
    'missing_columns',
    header.replaceAll('|', ';'),
    /looks semicolon-separated/,
  ),
  fails(
    ['C31', 'swapped'],
    'missing_columns',
    goodText('forums.txt'),
    /lacks the columns content_key/,
  ),
]
