import { daysBetween } from '#shared/calendar-days.ts'

/**
 * What is known of a course's days: whole days, then, where the newest export was taken in the middle of a
 * day, that partial one, then days of which no export has told yet.
 */
export interface Coverage {
  /** How many days from the start have data, a partial one included. */
  known: number
  /** Index of the partial day, or null. */
  partial: number | null
}

export type DayCoverage = 'full' | 'partial' | 'none'

/** Local dates of the newest stored instant and of the newest import; null where there is none. */
export interface NewestDays {
  activity: string | null
  import: string | null
}

/**
 * Days after the last activity count as untold: a quiet day cannot be told from one that no export holds.
 * The day of the last activity is whole if the export came in on a later day.
 */
export function coverageOf(
  { startDate, weeks }: { startDate: string; weeks: number },
  newest: NewestDays,
): Coverage {
  if (newest.activity === null) return { known: 0, partial: null }
  const day = daysBetween(startDate, newest.activity)
  const known = Math.min(Math.max(day + 1, 0), 7 * weeks)
  const isInside = day >= 0 && day < 7 * weeks
  const isWhole = newest.import !== null && newest.import > newest.activity
  return { known, partial: isInside && !isWhole ? day : null }
}

export function coverageOfDay({ known, partial }: Coverage, day: number): DayCoverage {
  if (day === partial) return 'partial'
  return day < known ? 'full' : 'none'
}
