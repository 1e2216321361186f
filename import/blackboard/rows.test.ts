import { describe, expect, it } from 'vitest'
import { RowSplitter } from './rows.ts'

interface Seen {
  line: number
  cells: string[]
}

function chunksOf(bytes: Buffer, chunkBytes: number): Buffer[] {
  const count = Math.ceil(bytes.length / chunkBytes)
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  )
}

function split(input: string | Buffer, chunkBytes = 65_536) {
  const rows: (Seen & { malformed: boolean; raw: string; cellCount: number })[] = []
  const splitter = new RowSplitter('activity.txt', (row) => {
    const { line, malformed, raw, cellCount } = row
    rows.push({ line, malformed, raw, cellCount, cells: [...row.cells] })
  })
  for (const chunk of chunksOf(Buffer.from(input), chunkBytes)) splitter.push(chunk)
  splitter.end()
  return rows
}

const seen = (input: string, chunkBytes?: number): Seen[] =>
  split(input, chunkBytes).map(({ line, cells }) => ({ line, cells }))

const failureOf = (input: string | Buffer, chunkBytes?: number): unknown => {
  try {
    return split(input, chunkBytes)
  } catch (error) {
    return error
  }
}

const mebibyte = 2 ** 20

describe('rows', () => {
  it.each<[string, string, Seen[]]>([
    ['an empty file', '', []],
    ['a row', 'a|b\n', [{ line: 1, cells: ['a', 'b'] }]],
    ['a last line without a line end', 'a|b', [{ line: 1, cells: ['a', 'b'] }]],
    ['a byte-order mark', '\ufeffa|b\n', [{ line: 1, cells: ['a', 'b'] }]],
    ['a byte-order mark before a quote', '\ufeff"a"|b\n', [{ line: 1, cells: ['a', 'b'] }]],
    ['a second mark, which is text', '\ufeff\ufeffa\n', [{ line: 1, cells: ['\ufeffa'] }]],
    ['empty cells', '||\n', [{ line: 1, cells: ['', '', ''] }]],
    [
      'a short and a long row',
      'a\na|b|c\n',
      [
        { line: 1, cells: ['a'] },
        { line: 2, cells: ['a', 'b', 'c'] },
      ],
    ],
    [
      'blank lines',
      '\n\na\n \t\n\r\n\rb\n\n',
      [
        { line: 3, cells: ['a'] },
        { line: 7, cells: ['b'] },
      ],
    ],
    [
      'all three line ends',
      'a\nb\r\nc\rd\r\re',
      [
        { line: 1, cells: ['a'] },
        { line: 2, cells: ['b'] },
        { line: 3, cells: ['c'] },
        { line: 4, cells: ['d'] },
        { line: 6, cells: ['e'] },
      ],
    ],
    [
      'a quote inside a field',
      'Week 1 "Intro"|5" disk|a"\n',
      [{ line: 1, cells: ['Week 1 "Intro"', '5" disk', 'a"'] }],
    ],
    ['a quote after a blank', ' "a"|b\n', [{ line: 1, cells: [' "a"', 'b'] }]],
    [
      'quoted fields',
      '"a|b"|""|"say ""hi"""|""""\n',
      [{ line: 1, cells: ['a|b', '', 'say "hi"', '"'] }],
    ],
    [
      'line ends in quotes',
      '"a\nb\r\nc\rd"|e\n"x\n"\ny',
      [
        { line: 1, cells: ['a\nb\r\nc\rd', 'e'] },
        { line: 5, cells: ['x\n'] },
        { line: 7, cells: ['y'] },
      ],
    ],
    ['a quoted field at the end of the file', 'a|"b"', [{ line: 1, cells: ['a', 'b'] }]],
    ['an empty quoted field, which is no blank line', '""\n', [{ line: 1, cells: [''] }]],
    [
      'other separators, which are text',
      'a\u2028b\u2029c\u0085d\ve\ff\n',
      [{ line: 1, cells: ['a\u2028b\u2029c\u0085d\ve\ff'] }],
    ],
    ['a NUL', 'a\0b|c\n', [{ line: 1, cells: ['a\0b', 'c'] }]],
    ['comments, which are rows', '# a\n', [{ line: 1, cells: ['# a'] }]],
    [
      'a spreadsheet formula',
      '"=""00123"""|1.23E+05\n',
      [{ line: 1, cells: ['="00123"', '1.23E+05'] }],
    ],
  ])('reads %s', (_, text, expected) => {
    expect(seen(text)).toEqual(expected)
    expect(seen(text, 1)).toEqual(expected)
  })

  it.each([
    ['a character after a closing quote', '"Intro" week|a|b\nc|d\n'],
    ['a quote that was not doubled', '"say "hi""|a\nc|d\n'],
    ['a further quote, which opens nothing', '"a"b|"c\nc|d\n'],
  ])('marks a row with %s as malformed and goes on with the next line', (_, text) => {
    for (const chunkBytes of [1, 65_536]) {
      const rows = split(text, chunkBytes)
      expect(rows.map(({ malformed }) => malformed)).toEqual([true, false])
      expect(rows[0]!.raw).toBe(text.split('\n')[0])
      expect(rows[1]).toMatchObject({ line: 2, cells: ['c', 'd'], raw: 'c|d' })
    }
  })

  it('shows a row as it is written, without its line end', () => {
    expect(split('"a\r\nb"|""""|c\r\nd\n').map(({ raw }) => raw)).toEqual(['"a\r\nb"|""""|c', 'd'])
  })

  it('counts the cells that it does not keep', () => {
    const [row] = split(`${'x|'.repeat(4999)}x\n`)
    expect(row).toMatchObject({ cellCount: 5000 })
    expect(row!.cells).toHaveLength(1000)
  })

  it('takes a field of 1 MiB', () => {
    const [row] = split(`"${'x'.repeat(mebibyte - 2)}"|b\n`)
    expect(row!.cells[0]).toHaveLength(mebibyte - 2)
  })

  it.each([
    ['that never ends', 2, `a|b\nc|"d\ne|f\n`],
    ['that never ends, at the end', 1, '"'],
    ['that never ends, after fields with line ends', 4, '"a\nb"|c\n"d\ne"|"f\n'],
    ['that grows past 1 MiB', 2, `a\n"${'x\n'.repeat(mebibyte)}"\nb\n`],
    ['that grows past 1 MiB of doubled quotes', 1, `"${'""'.repeat(mebibyte)}"\n`],
    ['without quotes that grows past 1 MiB', 2, `a\nb|${'x'.repeat(2 * mebibyte)}\n`],
    ['of a row that grows past 8 MiB', 2, `a\n${`${'x'.repeat(mebibyte - 1)}|`.repeat(9)}\n`],
  ])('gives up at a field %s, naming the line on which it began', (_, line, text) => {
    for (const chunkBytes of [65_536, 16 * mebibyte]) {
      expect(failureOf(text, chunkBytes)).toMatchObject({
        code: 'unclosed_quote',
        message: expect.stringMatching(new RegExp(`^In activity\\.txt .* on line ${line} `)),
      })
    }
  })

  it.each<[string, number, number, string, Buffer]>([
    ['Latin-1', 3, 6, 'E9', Buffer.from('a|b\nc|d\n1|Ren\xe9|x\n', 'latin1')],
    ['an overlong form', 2, 3, 'C0', Buffer.from('a\nb|\xc0\x80\n', 'latin1')],
    ['a surrogate', 1, 1, 'ED', Buffer.from('\xed\xa0\x80\n', 'latin1')],
    ['UTF-16 with a mark', 1, 1, 'FF', Buffer.from('\ufeffuser_key|a\n', 'utf16le')],
    ['a character that the file cuts off', 2, 2, 'E2', Buffer.from('a\nb\xe2\x82', 'latin1')],
    ['a character that a line end cuts off', 1, 2, 'E2', Buffer.from('a\xe2\x82\nb', 'latin1')],
    ['a bad byte in a quoted field', 3, 2, 'FF', Buffer.from('"a\n\xc3\xa9\r\nb\xff"\n', 'latin1')],
  ])('refuses %s, naming the place', (_, line, column, byte, input) => {
    for (const chunkBytes of [1, 2, 3, 65_536]) {
      expect(failureOf(input, chunkBytes)).toMatchObject({
        code: 'bad_encoding',
        message: expect.stringContaining(`on line ${line} byte ${column} is ${byte},`),
      })
    }
  })
})
