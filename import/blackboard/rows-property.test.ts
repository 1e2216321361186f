import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExportUnusable } from '../problems.ts'
import { RowSplitter } from './rows.ts'

function split(input: string | Buffer, chunkBytes = 65_536) {
  const bytes = Buffer.from(input)
  const rows: { line: number; cells: string[]; malformed: boolean; raw: string }[] = []
  const splitter = new RowSplitter('activity.txt', ({ line, cells, malformed, raw }) => {
    rows.push({ line, cells: [...cells], malformed, raw })
  })
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    splitter.push(bytes.subarray(at, at + chunkBytes))
  }
  splitter.end()
  return rows
}

function outcome(bytes: Buffer, chunkBytes: number) {
  try {
    return split(bytes, chunkBytes)
  } catch (error) {
    if (error instanceof ExportUnusable) return [error.code, error.message]
    throw error
  }
}

describe('rows, whatever they hold', () => {
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
  const text = fc.string({
    unit: fc.constantFrom(...'ab é語😀|"\n\r\t\u2028', '\r\n'),
    maxLength: 8,
  })
  /** A field as it is written: quoted where it must be, and sometimes where it need not. */
  const field = fc.tuple(text, fc.boolean()).map(([value, isQuoted]) => {
    const mustBe = /[|\n\r]|^"/.test(value)
    const written = mustBe || isQuoted ? `"${value.replaceAll('"', '""')}"` : value
    return { value, written }
  })
  const row = fc.array(field, { minLength: 2, maxLength: 5 })
  const file = fc
    .tuple(fc.array(fc.tuple(row, lineEnd, fc.nat(2))), row, fc.boolean())
    .map(([rows, last, isMarked]) => {
      const blank = (end: string, count: number) => end.repeat(count)
      const written = (fields: { written: string }[]) => fields.map((f) => f.written).join('|')
      const body = rows.map(([fields, end, blanks]) => written(fields) + end + blank(end, blanks))
      return {
        text: `${isMarked ? '\ufeff' : ''}${body.join('')}${written(last)}`,
        values: [...rows.map(([fields]) => fields), last].map((fields) =>
          fields.map((f) => f.value),
        ),
      }
    })

  it('come out as they were written, and as csv-parse reads them', () => {
    fc.assert(
      fc.property(file, ({ text: input, values }) => {
        const cells = split(input).map((r) => r.cells)
        expect(cells).toEqual(values)
        expect(cells).toEqual(
          parse(input, {
            bom: true,
            delimiter: '|',
            record_delimiter: ['\r\n', '\n', '\r'],
            relax_column_count: true,
            relax_quotes: true,
            skip_empty_lines: true,
          }),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('come out the same wherever the chunks end, broken ones too', () => {
    const anything = fc.uint8Array({ maxLength: 60 }).map((bytes) =>
      // Mostly the characters that mean something, some arbitrary bytes.
      Buffer.from(bytes.map((byte) => (byte < 240 ? '|"\n\r a'.charCodeAt(byte % 6) : byte))),
    )
    const input = fc.oneof(
      file.map(({ text: t }) => Buffer.from(t)),
      anything,
    )
    fc.assert(
      fc.property(input, fc.integer({ min: 1, max: 20 }), (bytes, chunkBytes) => {
        expect(outcome(bytes, chunkBytes)).toEqual(outcome(bytes, 65_536))
      }),
      { numRuns: 1000 },
    )
  })

  it('lie on the physical lines that they report', () => {
    fc.assert(
      fc.property(file, ({ text: input }) => {
        const lines = input.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
        for (const { line, raw } of split(input)) {
          expect(lines[line - 1]).toBe(raw.split(/\r\n|\n|\r/)[0])
        }
      }),
    )
  })
})
