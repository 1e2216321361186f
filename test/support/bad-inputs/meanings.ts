import type { ExportFile } from '#shared/import.ts'
import { goodRows, time, zipWithRows, type BadInput, type Told } from './bad-input.ts'

const taken = (
  [id, what]: [string, string],
  outcome: BadInput['outcome'],
  rows: Partial<Record<ExportFile, string[]>>,
  told: Told,
  stored?: BadInput['stored'],
): BadInput => ({
  id,
  what,
  outcome,
  told,
  zip: () => zipWithRows(rows),
  ...(stored ? { stored } : {}),
})

const visits = (
  read: number,
  stored: number,
  more: Partial<NonNullable<Told['files']>['activity.txt']> = {},
): Told['files'] => ({
  'activity.txt': { read, stored, skipped: {}, ...more },
})
const resource = (key: string, parent = '', title = key) =>
  `${key}|${parent}|${title}|resource/x-bb-document`
const parents = (...cells: (number | null)[]): BadInput['stored'] => ({
  sql: 'SELECT parent_no FROM resources WHERE course_id = ? AND NOT is_forum ORDER BY resource_no',
  rows: cells.map((cell) => [cell]),
})
const withResources = (...rows: string[]) => ({
  'all_resources.txt': [...goodRows['all_resources.txt'], ...rows],
})
const chain = Array.from({ length: 10_000 }, (_, n) =>
  resource(`r${n}`, n === 0 ? '' : `r${n - 1}`),
)
const ring = Array.from({ length: 1000 }, (_, n) => resource(`r${n}`, `r${(n + 999) % 1000}`))

/** Exports that can be read, and say what cannot be. */
export const meanings: BadInput[] = [
  taken(
    ['M01', 'unknown-user'],
    'skipped',
    { 'activity.txt': [`ann|page||${time}`, `nobody|page||${time}`] },
    { files: visits(2, 1, { skipped: { unknown_user: 1 } }) },
  ),
  taken(
    ['M02', 'unknown-target'],
    'skipped',
    { 'activity.txt': [`ann|nothing||${time}`, `ann||nothing|${time}`] },
    { files: visits(2, 0, { skipped: { unknown_resource: 1, unknown_forum: 1 } }) },
  ),
  taken(
    ['M03', 'attempt-at-a-page'],
    'skipped',
    { 'assessments.txt': [`ann|page|5|${time}`] },
    { files: { 'assessments.txt': { read: 1, stored: 0, skipped: { not_an_assessment: 1 } } } },
  ),
  taken(
    ['M04', 'row-twice'],
    'ok',
    {
      'activity.txt': [
        `ann|page||${time}`,
        `ann|page||${time}`,
        `ann|page||2026-02-24T11:00+01:00`,
      ],
    },
    { files: visits(3, 1, { alreadyKnown: 2 }) },
  ),
  taken(
    ['M06', 'one-microsecond'],
    'ok',
    {
      'activity.txt': [
        `ann|page||2026-02-24T10:00:00.000001Z`,
        `ann|page||2026-02-24T10:00:00.0000019Z`,
        `ann|page||2026-02-24T10:00:00.000002Z`,
      ],
    },
    { files: visits(3, 2, { alreadyKnown: 1 }) },
  ),
  taken(
    ['M07', 'unknown-parent'],
    'noticed',
    withResources(resource('a', '\u202enobody')),
    { notices: { parent_unknown: 1 } },
    parents(null, null, null),
  ),
  taken(
    ['M07', 'forum-as-parent'],
    'noticed',
    withResources(resource('a', 'forum')),
    { notices: { parent_unknown: 1 } },
    parents(null, null, null),
  ),
  taken(
    ['M08', 'own-parent'],
    'noticed',
    withResources(resource('a', 'a')),
    { notices: { parent_cycle: 1 } },
    parents(null, null, null),
  ),
  taken(['M08', 'two-cycle'], 'noticed', withResources(resource('a', 'b'), resource('b', 'a')), {
    notices: { parent_cycle: 2 },
  }),
  taken(['M08', 'cycle-of-1000'], 'noticed', withResources(...ring), {
    notices: { parent_cycle: 1000 },
  }),
  taken(['M09', 'chain-of-10000'], 'ok', withResources(...chain), {
    files: { 'all_resources.txt': { stored: 10_002 } },
  }),
  taken(
    ['M10', '5000-children'],
    'ok',
    withResources(...Array.from({ length: 5000 }, (_, n) => resource(`c${n}`, 'page'))),
    { files: { 'all_resources.txt': { stored: 5002 } } },
  ),
  taken(
    ['M11', 'key-twice'],
    'noticed',
    withResources(resource('a', '', 'First'), resource('a', 'page', 'Second')),
    {
      files: { 'all_resources.txt': { read: 4, stored: 3, alreadyKnown: 1 } },
      notices: { repeated_key: 1 },
    },
    {
      sql: "SELECT title, parent_no FROM resources WHERE course_id = ? AND resource_key = 'a'",
      rows: [['Second', 1]],
    },
  ),
  {
    ...{
      id: 'M24',
      what: 'nothing-fits',
      outcome: 'nothing_fits',
      says: /none of its 20 rows fits this course \(outside_course 20\)/,
    },
    zip: () =>
      zipWithRows({
        'activity.txt': Array.from({ length: 20 }, (_, n) => `ann|page||2025-02-24T10:${10 + n}Z`),
      }),
  },
  {
    ...{
      id: 'M24',
      what: 'of-another-course',
      outcome: 'nothing_fits',
      says: /unknown_user 25\).*2026-02-23 to 2026-03-22/,
    },
    zip: () =>
      zipWithRows({ 'activity.txt': Array.from({ length: 25 }, (_, n) => `u${n}|page||${time}`) }),
  },
]
