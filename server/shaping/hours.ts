import type { Hours } from '#shared/figures.ts'

/** All hours of a week, Monday first; those without visits too. */
export function everyHour(known: Hours['cells']): Hours['cells'] {
  const visitsAt = new Map(known.map(({ weekday, hour, visits }) => [24 * weekday + hour, visits]))
  return Array.from({ length: 7 * 24 }, (_, index) => {
    const weekday = Math.floor(index / 24) + 1
    const hour = index % 24
    return { weekday, hour, visits: visitsAt.get(24 * weekday + hour) ?? 0 }
  })
}
