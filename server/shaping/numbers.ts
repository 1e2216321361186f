/** To one decimal, halves up; 0 where there is nothing to divide by. */
export function average(sum: number, count: number): number {
  return count === 0 ? 0 : Math.round((sum * 10) / count) / 10
}

/** 0 to 100, not rounded; 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole
}

/** Decimals arrive as text, so that none of their digits is lost on the way. */
export const decimal = (text: string | null | undefined): number | null =>
  text == null ? null : Number(text)
