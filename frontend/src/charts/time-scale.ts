/** Whole days of a course by their 0-based index: `from` is the first, `to` the one after the last. */
export interface DaySpan {
  from: number
  to: number
}

/** Where the days of a span stand on a picture, in pixels. Every part of a chart uses the same one. */
export interface TimeScale {
  span: DaySpan
  left: number
  width: number
}

export function daysIn({ from, to }: DaySpan): number {
  return to - from
}

/** `time` is in days since the course began, fractions included: 2.5 is noon of the third day. */
export function xOf({ span, left, width }: TimeScale, time: number): number {
  return left + ((time - span.from) / daysIn(span)) * width
}

/** Where a stretch of time stands, cut at the ends of the picture; null where it lies outside. */
export function stretchOf(
  scale: TimeScale,
  { from, to }: { from: number; to: number },
): { x: number; width: number } | null {
  const { span } = scale
  if (from > span.to || to < span.from) return null
  const x = xOf(scale, Math.max(from, span.from))
  return { x, width: xOf(scale, Math.min(to, span.to)) - x }
}

/** Stretches of time without the overlaps: what touches becomes one. */
export function mergeStretches(
  stretches: readonly { from: number; to: number }[],
): { from: number; to: number }[] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** The day under a pixel; beyond the ends, the first or the last one. */
export function dayAt({ span, left, width }: TimeScale, x: number): number {
  const day = span.from + Math.floor(((x - left) / width) * daysIn(span))
  return Math.min(Math.max(day, span.from), span.to - 1)
}

/** The part of `span` inside the course, at least one day long. */
export function clampSpan(span: DaySpan, days: number): DaySpan {
  const from = Math.min(Math.max(span.from, 0), days - 1)
  return { from, to: Math.min(Math.max(span.to, from + 1), days) }
}

/** The same length, moved by `days` as far as the course allows. */
export function moveSpan(span: DaySpan, days: number, courseDays: number): DaySpan {
  const step = Math.min(Math.max(days, -span.from), courseDays - span.to)
  return { from: span.from + step, to: span.to + step }
}

export function weekSpan(week: number): DaySpan {
  return { from: 7 * (week - 1), to: 7 * week }
}

/** The teaching week that a span is, or null where it is something else. */
export function weekOfSpan({ from, to }: DaySpan): number | null {
  return from % 7 === 0 && to === from + 7 ? from / 7 + 1 : null
}
