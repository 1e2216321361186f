import { describe, expect, it } from 'vitest'
import { oneOf, openRows, sorting, text, wholeNumber } from './address.ts'

describe('state in the address', () => {
  it('leaves the usual state out', () => {
    const tab = oneOf(['visits', 'students'])
    expect(tab.write('visits')).toBeUndefined()
    expect(tab.write('students')).toBe('students')
    expect(text.write('')).toBeUndefined()
    expect(sorting.write(null)).toBeUndefined()
    expect(openRows.write(new Set())).toBeUndefined()
  })

  it('reads the usual state from nothing and from nonsense', () => {
    const tab = oneOf(['visits', 'students'])
    expect([undefined, '', 'students ', 'x'].map((raw) => tab.read(raw))).toEqual(
      Array(4).fill('visits'),
    )
    expect([undefined, '', '-'].map((raw) => sorting.read(raw))).toEqual([null, null, null])
    expect(openRows.read('a.-1.2.')).toEqual(new Set([2]))
  })

  it('reads what it wrote', () => {
    const byTotal = { column: 'total', isDescending: true }
    expect(sorting.read(sorting.write(byTotal))).toEqual(byTotal)
    const byTitle = { column: 'title', isDescending: false }
    expect(sorting.read(sorting.write(byTitle))).toEqual(byTitle)
    expect(openRows.read(openRows.write(new Set([19, 2])))).toEqual(new Set([2, 19]))
    expect(openRows.read(openRows.write('all'))).toBe('all')
  })

  it('takes numbers within their bounds only', () => {
    const week = wholeNumber(1, 15)
    expect(['1', '15', '0', '16', '1.5', '-1', '', 'x'].map((raw) => week.read(raw))).toEqual([
      1,
      15,
      ...Array<null>(6).fill(null),
    ])
  })
})
