/** The middle one, or half-way between the two middle ones; null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}

/** The same of `size` people, of whom only those with more than nothing are named. */
export function medianWithZeros(values: readonly number[], size: number): number {
  const zeros = Array.from({ length: Math.max(0, size - values.length) }, () => 0)
  return medianOf([...zeros, ...values]) ?? 0
}
