import type { SkipReason } from '#shared/import.ts'
import { zipWithRows, type BadInput } from './bad-input.ts'

/** Visits of one person at these times: how many are kept, and which instants those are in UTC. */
const visits = (
  [id, what]: [string, string],
  given: string[],
  kept: string[],
  skipped: Partial<Record<SkipReason, number>> = {},
): BadInput => ({
  ...{ id, what, outcome: Object.keys(skipped).length > 0 ? 'skipped' : 'ok' },
  zip: () => zipWithRows({ 'activity.txt': given.map((at) => `ann|page||${at}`) }),
  told: {
    files: {
      'activity.txt': { read: given.length, stored: kept.length, alreadyKnown: 0, skipped },
    },
  },
  stored: {
    sql: 'SELECT CAST(at AS CHAR) FROM visits WHERE course_id = ? ORDER BY at',
    rows: kept.map((at) => [`2026-${at}`]),
  },
})
const none = (id: [string, string], given: string[], reason: SkipReason = 'bad_timestamp') =>
  visits(id, given, [], { [reason]: given.length })

const edges = [
  '2026-02-22T22:59:59.999999Z',
  '2026-02-22T23:00:00Z',
  '2026-02-22T23:00:00.000001Z',
  '2026-03-22T22:59:59.999999Z',
  '2026-03-22T23:00:00Z',
  '2026-03-22T23:00:00.000001Z',
]

/** Times in every shape. The course runs from 2026-02-23 for four weeks in Berlin (UTC+1). */
export const times: BadInput[] = [
  visits(
    ['F15', 'without-offset'],
    ['2026-02-24T10:00:00', '2026-02-24 11:00', '2026-02-24T12:00:00.5'],
    [...['02-24 09:00:00.000000', '02-24 10:00:00.000000', '02-24 11:00:00.500000']],
  ),
  none(
    ['F16', 'no-such-day-or-hour'],
    [
      ...['2026-13-01T00:00Z', '2026-02-30T00:00Z', '2026-02-29T00:00Z', '2026-00-10T00:00Z'],
      ...['2026-02-24T24:00:00Z', '2026-02-24T23:60Z', '2026-02-24T23:59:60Z'],
    ],
  ),
  none(
    ['F17', 'other-shapes'],
    [
      ...[
        '24/02/2026 13:30',
        'Feb 24, 2026',
        '1771927200',
        '1771927200000',
        '2026-02-24',
        '20260224T100000Z',
      ],
      ...[
        '2026-2-4T1:00Z',
        '2026-02-24t10:00z',
        '2026-02-24T10:00 Z',
        ' 2026-02-24T10:00Z',
        'now',
        '',
      ],
    ],
  ),
  none(['F18', 'zeros'], ['0000-00-00 00:00:00+00:00', '0000-00-00']),
  none(
    ['F19', 'far-years'],
    ['1969-12-31T23:59Z', '2039-01-01T00:00Z', '9999-12-31T23:59:59Z', '0001-01-01T00:00Z'],
    'outside_course',
  ),
  none(['F19', 'year-275761'], ['275761-01-01T00:00Z', '+275760-09-13T00:00Z']),
  visits(
    ['F20', 'offsets'],
    [
      ...[
        '2026-02-24T10:00Z',
        '2026-02-24T10:01+10',
        '2026-02-24T10:02+1000',
        '2026-02-24T10:03+10:30',
      ],
      ...[
        '2026-02-24T10:04+14:00',
        '2026-02-24T10:05-12:00',
        '2026-02-24T10:06+25:00',
        '2026-02-24T10:07+14:01',
      ],
    ],
    [
      ...[
        '02-23 20:04:00.000000',
        '02-23 23:33:00.000000',
        '02-24 00:01:00.000000',
        '02-24 00:02:00.000000',
      ],
      ...['02-24 10:00:00.000000', '02-24 22:05:00.000000'],
    ],
    { bad_timestamp: 2 },
  ),
  visits(
    ['F21', 'fractions'],
    [
      ...['2026-02-24T10:00:00.1Z', '2026-02-24T10:00:01.12Z', '2026-02-24T10:00:02.123456Z'],
      ...[
        '2026-02-24T10:00:03.1234569Z',
        '2026-02-24T10:00:04.999999999Z',
        '2026-02-24T10:00:05.1234567890Z',
      ],
      ...['2026-02-24T10:00:06.Z', '2026-02-24T10:00:07,5Z'],
    ],
    [
      ...['02-24 10:00:00.100000', '02-24 10:00:01.120000', '02-24 10:00:02.123456'],
      ...['02-24 10:00:03.123456', '02-24 10:00:04.999999'],
    ],
    { bad_timestamp: 3 },
  ),
  visits(
    ['F22', 'gap-and-repeated-hour-of-others'],
    [
      // Offsets tell apart what a wall clock shows twice, and what it never shows.
      ...['2026-03-08T01:30-05:00', '2026-03-08T02:30-05:00', '2026-03-08T01:30-04:00'],
    ],
    ['03-08 05:30:00.000000', '03-08 06:30:00.000000', '03-08 07:30:00.000000'],
  ),
  visits(
    ['F23', 'edges'],
    edges,
    ['02-22 23:00:00.000000', '02-22 23:00:00.000001', '03-22 22:59:59.999999'],
    { outside_course: 3 },
  ),
  {
    ...{ id: 'F23', what: 'edges-of-all-three', outcome: 'skipped' },
    zip: () =>
      zipWithRows({
        'forums.txt': edges.map((at) => `f|ann|Talk|x|${at}`),
        'assessments.txt': edges.map((at) => `ann|quiz|1|${at}`),
        'activity.txt': edges.map((at) => `ann|page||${at}`),
      }),
    told: {
      files: {
        'forums.txt': { stored: 3, skipped: { outside_course: 3 } },
        'assessments.txt': { stored: 3, skipped: { outside_course: 3 } },
        'activity.txt': { stored: 3, skipped: { outside_course: 3 } },
      },
    },
  },
]
