import { expect, test } from 'vitest'
import { oneLine } from './one-line.ts'

test.each([
  ['a plain text', 'Biology 1: "cells" & <b>more</b>', 'Biology 1: "cells" & <b>more</b>'],
  ['line ends', 'Biology\r\nBcc: all@example.edu\n\nmore', 'Biology Bcc: all@example.edu more'],
  ['other line ends', 'a\u2028b\u2029c\u0085d\ve\ff', 'a b c d e f'],
  ['control characters', 'a\u0000b\u001b[31mc\u007f', 'a b [31mc'],
  ['turned directions', 'abc\u202Efdp.exe\u202C', 'abcfdp.exe'],
  ['half a character', 'a\uD83Db', 'a b'],
  ['emoji and other scripts', '👩‍🔬 Химия 化学', '👩‍🔬 Химия 化学'],
  ['nothing but blanks', ' \r\n ', ''],
])('%s', (_, text, line) => {
  expect(oneLine(text)).toBe(line)
})

test('a long text is cut between characters', () => {
  expect(oneLine('😀'.repeat(10), 5)).toBe('😀😀😀😀…')
  expect(oneLine('x'.repeat(200))).toHaveLength(200)
})
