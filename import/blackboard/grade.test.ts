import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badGrade, parseGrade } from './grade.ts'

describe('parseGrade', () => {
  it.each([
    ['85', '85.0000'],
    ['  85 ', '85.0000'],
    ['0', '0.0000'],
    ['-0', '0.0000'],
    ['-5', '-5.0000'],
    ['+5', '5.0000'],
    ['5.', '5.0000'],
    ['.5', '0.5000'],
    ['007', '7.0000'],
    ['1000', '1000.0000'],
    ['23.45678', '23.4568'],
    ['100.00005', '100.0000'],
    ['100.00015', '100.0002'],
    ['100.00025', '100.0002'],
    ['100.000050001', '100.0001'],
    ['100.00005000', '100.0000'],
    ['-100.00015', '-100.0002'],
    ['-0.00005', '0.0000'],
    ['0.99995', '1.0000'],
    ['999999.9999', '999999.9999'],
    ['999999.99994999999999999999', '999999.9999'],
    ['-999999.9999', '-999999.9999'],
    [`${'0'.repeat(1000)}1`, '1.0000'],
  ])('reads %j', (text, expected) => {
    expect(parseGrade(text)).toBe(expected)
  })

  it.each(['', '   ', '\t'])('takes %j as no grade yet', (text) => {
    expect(parseGrade(text)).toBeNull()
  })

  it.each([
    'A+',
    '85%',
    '12,5',
    '1e2',
    '1E2',
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '.',
    '-',
    '+',
    '--5',
    '1 000',
    '1.2.3',
    '1_000',
    '٣',
    'NULL',
    '1000000',
    '-1000000',
    '999999.99995',
    '99999999999999999999',
    '5-',
  ])('refuses %j', (text) => {
    expect(parseGrade(text)).toBe(badGrade)
  })

  it('rounds half to even, exactly, as integers do', () => {
    const digits = fc.stringMatching(/^\d{1,12}$/)
    fc.assert(
      fc.property(fc.nat(999_998), digits, fc.boolean(), (whole, decimals, isNegative) => {
        const scale = 10n ** BigInt(decimals.length)
        const value = (BigInt(whole) * scale + BigInt(decimals)) * 10_000n
        const [down, rest] = [value / scale, value % scale]
        const isUp = rest * 2n > scale || (rest * 2n === scale && down % 2n === 1n)
        const rounded = down + (isUp ? 1n : 0n)
        const text = `${rounded / 10_000n}.${String(rounded % 10_000n).padStart(4, '0')}`
        const sign = isNegative && rounded > 0n ? '-' : ''
        expect(parseGrade(`${isNegative ? '-' : ''}${whole}.${decimals}`)).toBe(sign + text)
      }),
    )
  })
})
