import { expect, it } from 'vitest'
import type { FileReceipt, Receipt } from '#shared/import.ts'
import { filesOf, leftOutLines, sayReceipt, skippedOf } from './receipt-lines.ts'

const nothing: FileReceipt = { read: 0, stored: 0, alreadyKnown: 0, skipped: {} }
const receipt: Receipt = {
  files: {
    'all_user.txt': { ...nothing, read: 2, stored: 2 },
    'all_resources.txt': nothing,
    'forums.txt': nothing,
    'assessments.txt': { ...nothing, read: 3, stored: 2, skipped: { empty_key: 1, bad_grade: 2 } },
    'activity.txt': {
      read: 1010,
      stored: 1000,
      alreadyKnown: 7,
      skipped: { outside_course: 2, malformed_row: 1 },
    },
  },
  people: { new: 2, changed: 0 },
  resources: { new: 0, changed: 0, gone: 0, back: 0 },
  forums: { new: 0 },
  sessions: { before: 0, after: 9 },
  span: null,
  lastActivity: { before: null, after: null },
  notices: [],
  seconds: 1,
}

it('keeps attempts whose grade cannot be used', () => {
  expect(filesOf(receipt).map(skippedOf)).toEqual([0, 0, 0, 1, 3])
})

it('says what was left out in the order of the files and of the checks', () => {
  expect(leftOutLines(receipt)).toEqual([
    '1 attempt: a key is empty',
    '2 attempts kept: the grade cannot be used, so the attempt counts without one',
    '1 visit: cannot be read as a row',
    '2 visits: at a time outside the course',
  ])
})

it('says in a sentence what came', () => {
  expect(sayReceipt(receipt)).toBe('1,000 new visits, 7 known already. 4 rows left out.')
})
