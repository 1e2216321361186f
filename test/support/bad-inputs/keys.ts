import { goodRows, time, type BadInput } from './bad-input.ts'
import { column, people, resources, resourceTitles, taken } from './taken.ts'

const emoji = '😀'
const userKeys = 'SELECT HEX(user_key) FROM lms_users WHERE course_id = ? ORDER BY user_no'
const contentKeys = resourceTitles.replace('title', 'resource_key')
const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase()

/** Trouble with keys. */
export const keys: BadInput[] = [
  taken(
    ['F01', 'blank-key'],
    'skipped',
    { 'all_user.txt': [...goodRows['all_user.txt'], ...people('', '  ', '\u00a0')] },
    {
      'all_user.txt': { read: 5, stored: 2, skipped: { empty_key: 3 } },
    },
  ),
  taken(
    ['F01', 'blank-key-of-a-visit'],
    'skipped',
    { 'activity.txt': [`|page||${time}`, ` |page||${time}`, `ann|page||${time}`] },
    {
      'activity.txt': { read: 3, stored: 1, skipped: { empty_key: 2 } },
    },
  ),
  taken(
    ['F02', 'long-keys'],
    'skipped',
    {
      'all_user.txt': people(
        'x'.repeat(255),
        emoji.repeat(255),
        'x'.repeat(256),
        emoji.repeat(256),
      ),
      'forums.txt': [],
      'assessments.txt': [],
      'activity.txt': [],
    },
    {
      'all_user.txt': { read: 4, stored: 2, skipped: { long_text: 2 } },
      stored: column(userKeys, hex('x'.repeat(255)), hex(emoji.repeat(255))),
    },
  ),
  taken(
    ['F03', 'keys-alike'],
    'ok',
    {
      'all_user.txt': people('Jose', 'jose', 'josé', '"jose\u00a0."'),
      'forums.txt': [],
      'assessments.txt': [],
      'activity.txt': [],
    },
    {
      'all_user.txt': { read: 4, stored: 4 },
      stored: column(userKeys, hex('Jose'), hex('jose'), hex('josé'), hex('jose\u00a0.')),
    },
  ),
  taken(
    ['F03', 'key-with-a-blank-is-trimmed'],
    'noticed',
    { 'all_user.txt': [...goodRows['all_user.txt'], ...people('bob ')] },
    {
      'all_user.txt': { read: 3, stored: 2, alreadyKnown: 1 },
      notices: { repeated_key: 1 },
    },
  ),
  taken(
    ['F04', 'composed-and-decomposed'],
    'ok',
    {
      'all_user.txt': people('\u00e9', 'e\u0301'),
      'forums.txt': [],
      'assessments.txt': [],
      'activity.txt': [],
    },
    {
      'all_user.txt': { read: 2, stored: 2 },
      stored: column(userKeys, 'C3A9', '65CC81'),
    },
  ),
  taken(
    ['F05', 'keys-are-text'],
    'ok',
    { 'all_resources.txt': resources(['abc', 'A'], ['_49953_1', 'B'], ['1.0', 'C'], ['1', 'D']) },
    {
      'all_resources.txt': { read: 6, stored: 6 },
      stored: column(contentKeys, 'abc', '_49953_1', '1.0', '1'),
    },
  ),
  taken(
    ['F06', 'large-numbers'],
    'ok',
    {
      'all_resources.txt': resources(
        ['2147483648', 'A'],
        ['9007199254740993', 'B'],
        ['9007199254740992', 'C'],
        ['12345678901234567890', 'D'],
      ),
    },
    {
      'all_resources.txt': { read: 6, stored: 6 },
      stored: column(
        contentKeys,
        '2147483648',
        '9007199254740993',
        '9007199254740992',
        '12345678901234567890',
      ),
    },
  ),
  taken(
    ['F31', 'null-as-text'],
    'skipped',
    { 'activity.txt': ['NULL', 'null', '\\N', 'None'].map((key) => `${key}|page||${time}`) },
    {
      'activity.txt': { read: 4, stored: 0, skipped: { unknown_user: 4 } },
    },
  ),
  taken(
    ['F31', 'null-as-key'],
    'ok',
    {
      'all_user.txt': people('ann', 'bob', 'NULL', '\\N'),
      'activity.txt': [`NULL|page||${time}`, `\\N|page||${time}`],
    },
    {
      'activity.txt': { read: 2, stored: 2, skipped: {} },
      stored: column(userKeys, hex('ann'), hex('bob'), hex('NULL'), hex('\\N')),
    },
  ),
]
