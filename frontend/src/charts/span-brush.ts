import { clampSpan, moveSpan, type DaySpan } from './time-scale.ts'

/** What the hand holds: an end of the span, the whole of it, or nothing, which draws a new one. */
export type Grip = 'from' | 'to' | 'move' | 'new'

export interface Hold {
  grip: Grip
  /** The span and the day at which the hand took hold. */
  start: DaySpan
  day: number
}

/** The span after the hand has moved to `day`; ends that cross change places. */
export function brushDrag({ grip, start, day: first }: Hold, day: number, days: number): DaySpan {
  if (grip === 'move') return moveSpan(start, day - first, days)
  const fixed = { from: start.to - 1, to: start.from, new: first }[grip]
  return clampSpan({ from: Math.min(fixed, day), to: Math.max(fixed, day) + 1 }, days)
}

const stepOfKey: Partial<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
  Home: -Infinity,
  End: Infinity,
}

/** The span after a key, or null where the key means nothing here. */
export function brushStep(span: DaySpan, grip: Grip, key: string, days: number): DaySpan | null {
  const step = stepOfKey[key]
  if (step === undefined) return null
  if (grip === 'from')
    return { ...span, from: Math.min(Math.max(span.from + step, 0), span.to - 1) }
  if (grip === 'to') return { ...span, to: Math.max(Math.min(span.to + step, days), span.from + 1) }
  return moveSpan(span, step, days)
}
