import { time, type BadInput } from './bad-input.ts'
import { column, resources, resourceTitles, taken } from './taken.ts'

const emoji = '😀'
const titles = resourceTitles
const grades = 'SELECT grade FROM attempts WHERE course_id = ? ORDER BY at'
const attempts = (...given: string[]) =>
  given.map((grade, n) => `ann|quiz|${grade}|2026-02-24T10:${10 + n}:00Z`)

const oddTitles = [
  `${emoji}\u202etxt.exe\u200b\u200dZ\u0300\u0301\u0302\u0315a`,
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  "{{constructor.constructor('alert(1)')()}}",
  '</script><script>alert(1)</script>',
  '=HYPERLINK("http://x","y")',
  '@SUM(A1)',
  '+1',
  '-1',
  '\tTAB',
  "'; DROP TABLE visits; --",
  '%s%n',
  '${jndi:ldap://x}',
  '\\N',
  '\\',
]

/** Trouble with cells that are no keys. */
export const cells: BadInput[] = [
  taken(
    ['F08', 'types'],
    'skipped',
    {
      'all_resources.txt': resources(
        ['a', 'A', 'resource/x-new'],
        ['b', 'B', ''],
        ['c', 'C', 'x'.repeat(300)],
        ['d', 'D', 'RESOURCE/X-BB-ASMT-TEST-LINK'],
      ),
    },
    {
      'all_resources.txt': { read: 6, stored: 5, skipped: { long_text: 1 } },
      stored: column(titles.replace('title', 'category'), 'content', 'content', 'content'),
    },
  ),
  taken(
    ['F09', 'titles'],
    'skipped',
    {
      'all_resources.txt': resources(
        ['a', ''],
        ['b', 'x'.repeat(1000)],
        ['c', 'x'.repeat(10_000)],
        ['d', 'x'.repeat(70_000)],
      ),
    },
    {
      'all_resources.txt': { read: 6, stored: 4, skipped: { long_text: 2 } },
      stored: column(titles, '(untitled)', 'x'.repeat(1000)),
    },
  ),
  ...oddTitles.map((title, n) =>
    taken(
      [n === 0 ? 'F10' : n < 5 ? 'F11' : n < 10 ? 'F12' : 'F13', `title-${n}`],
      'ok',
      { 'all_resources.txt': resources(['a', title]) },
      {
        'all_resources.txt': { read: 3, stored: 3, skipped: {} },
        stored: column(titles, title),
      },
    ),
  ),
  taken(
    ['F12', 'line-end-in-a-title'],
    'ok',
    { 'all_resources.txt': resources(['a', '"\r\nERROR forged line"']) },
    {
      'all_resources.txt': { stored: 3 },
      stored: column(titles, '\r\nERROR forged line'),
    },
  ),
  taken(
    ['F14', 'addresses'],
    'skipped',
    {
      'all_user.txt': [
        'ann|x|x|x|not an address',
        'bob|x|x|x|a@e, b@e',
        `c|x|x|x|${'x'.repeat(400)}`,
        'd|x|x|x|a@раураl.com',
      ],
    },
    {
      'all_user.txt': { read: 4, stored: 3, skipped: { long_text: 1 } },
    },
  ),
  taken(
    ['F24', 'no-grade'],
    'ok',
    { 'assessments.txt': attempts('', '  ') },
    {
      'assessments.txt': { read: 2, stored: 2, skipped: {} },
      stored: column(grades, null, null),
    },
  ),
  taken(
    ['F25', 'no-grades'],
    'skipped',
    {
      'assessments.txt': attempts(
        'A+',
        '85%',
        '12,5',
        '1e2',
        'NaN',
        'Infinity',
        '0x10',
        '1000000',
        '-1000000',
      ),
    },
    {
      'assessments.txt': { read: 9, stored: 9, alreadyKnown: 0, skipped: { bad_grade: 9 } },
      stored: column(grades, ...Array.from({ length: 9 }, () => null)),
    },
  ),
  taken(
    ['F26', 'odd-grades'],
    'ok',
    {
      'assessments.txt': attempts(
        '1000',
        '-5',
        '100.00005',
        '100.00015',
        '23.45678',
        '999999.9999',
      ),
    },
    {
      'assessments.txt': { read: 6, stored: 6 },
      stored: column(
        grades,
        '1000.0000',
        '-5.0000',
        '100.0000',
        '100.0002',
        '23.4568',
        '999999.9999',
      ),
    },
  ),
  taken(
    ['F27', 'blanks-around-a-grade'],
    'ok',
    { 'assessments.txt': attempts('"  85 "') },
    {
      'assessments.txt': { read: 1, stored: 1 },
      stored: column(grades, '85.0000'),
    },
  ),
  taken(
    ['F28', 'both-targets-or-none'],
    'skipped',
    { 'activity.txt': [`ann|page|forum|${time}`, `ann|||${time}`, `ann|nothing|forum|${time}`] },
    {
      'activity.txt': { read: 3, stored: 1, skipped: { no_target: 1, unknown_resource: 1 } },
      stored: column('SELECT resource_no FROM visits WHERE course_id = ?', 1),
    },
  ),
  taken(
    ['F29', 'forum-with-the-key-of-a-page'],
    'ok',
    {
      'forums.txt': [`page|ann|Talk|x|${time}`],
      'activity.txt': [`ann|page||${time}`, `ann||page|${time}`],
    },
    {
      'activity.txt': { read: 2, stored: 2 },
      stored: column(
        'SELECT is_forum FROM resources WHERE course_id = ? ORDER BY resource_no',
        0,
        0,
        1,
      ),
    },
  ),
  taken(
    ['F30', 'two-threads'],
    'noticed',
    { 'forums.txt': [`forum|ann|First|x|${time}`, `forum|bob|Se\u202econd|x|${time}`] },
    {
      'forums.txt': { read: 2, stored: 2 },
      notices: { thread_differs: 1 },
      stored: column('SELECT title FROM resources WHERE course_id = ? AND is_forum', 'First'),
    },
  ),
]
