/** What `parseGrade` answers for text that is no grade. */
export const badGrade = Symbol('bad grade')

const shape = /^([+-]?)0*(\d{0,6})(?:\.(\d*))?$/
const limit = 1_000_000

/**
 * A grade as the text of a `DECIMAL(10,4)`, always with four decimals, rounded half to even on the decimal
 * digits; null for none yet. Plain decimal numbers below 1,000,000 only: no exponent, percent or comma.
 */
export function parseGrade(text: string): string | null | typeof badGrade {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const match = shape.exec(trimmed)
  const [, sign = '', whole = '', decimals = ''] = match ?? []
  if (!match || !/\d/.test(trimmed)) return badGrade
  // At most ten digits: exact as a number.
  const kept = Number(whole + decimals.slice(0, 4).padEnd(4, '0'))
  const tenThousandths = kept + (roundsUp(decimals.slice(4), kept) ? 1 : 0)
  if (tenThousandths >= limit * 10_000) return badGrade
  const digits = String(tenThousandths).padStart(5, '0')
  const isNegative = sign === '-' && tenThousandths > 0
  return `${isNegative ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
}

/** Whether the digits that are cut off round the last digit kept up: more than half, or half of an odd one. */
function roundsUp(cut: string, kept: number): boolean {
  const first = cut.charAt(0)
  if (first !== '5') return first > '5'
  return /[1-9]/.test(cut.slice(1)) || kept % 2 === 1
}
