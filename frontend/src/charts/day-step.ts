import type { DaySpan } from './time-scale.ts'

const stepOfKey: Partial<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -7,
  PageDown: 7,
  Home: -Infinity,
  End: Infinity,
}

/**
 * The day that a key leads to: from nowhere to the first one (back from the end: to the last); null with
 * Escape; undefined where the key means nothing here.
 */
export function dayStep(
  day: number | null,
  key: string,
  { from, to }: DaySpan,
): number | null | undefined {
  if (key === 'Escape') return day === null ? undefined : null
  const step = stepOfKey[key]
  if (step === undefined) return undefined
  if (day === null) return step === Infinity || step === -1 ? to - 1 : from
  return Math.min(Math.max(day + step, from), to - 1)
}
