import type { Hours } from '#shared/figures.ts'

/** Visits by weekday (Monday first) and hour, every hour of them. */
export type HoursGrid = number[][]

export function hoursGrid({ cells }: Hours): HoursGrid {
  const grid: HoursGrid = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const { weekday, hour, visits } of cells) {
    const row = grid[weekday - 1]
    if (row) row[hour] = visits
  }
  return grid
}

/** A place in the week: 0 Monday … 6, 0 … 23. */
export interface HourPlace {
  weekday: number
  hour: number
}

/** The hour with the most visits, the earliest of equals; null where nobody came. */
export function busiestHour(grid: HoursGrid): (HourPlace & { visits: number }) | null {
  const highest = Math.max(...grid.flat())
  const weekday = grid.findIndex((row) => row.includes(highest))
  if (highest <= 0) return null
  return { weekday, hour: grid[weekday]?.indexOf(highest) ?? 0, visits: highest }
}

const moves: Partial<Record<string, (place: HourPlace) => HourPlace>> = {
  ArrowLeft: ({ weekday, hour }) => ({ weekday, hour: hour - 1 }),
  ArrowRight: ({ weekday, hour }) => ({ weekday, hour: hour + 1 }),
  ArrowUp: ({ weekday, hour }) => ({ weekday: weekday - 1, hour }),
  ArrowDown: ({ weekday, hour }) => ({ weekday: weekday + 1, hour }),
  Home: ({ weekday }) => ({ weekday, hour: 0 }),
  End: ({ weekday }) => ({ weekday, hour: 23 }),
}

/** Where a key leads, inside the week; from nowhere to Monday's first hour; null with Escape. */
export function hourStep(place: HourPlace | null, key: string): HourPlace | null | undefined {
  if (key === 'Escape') return place === null ? undefined : null
  const move = moves[key]
  if (!move) return undefined
  if (!place) return { weekday: 0, hour: 0 }
  const { weekday, hour } = move(place)
  return {
    weekday: Math.min(Math.max(weekday, 0), 6),
    hour: Math.min(Math.max(hour, 0), 23),
  }
}
