import { addDays } from '#shared/calendar-days.ts'

/**
 * Between a course's wall clock and instants, by what `Intl` knows of zones: not every browser has
 * `Temporal`.
 */
export interface WallTime {
  /** `YYYY-MM-DD` and `HH:MM` in the zone. */
  day: string
  time: string
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  clocks.set(timeZone, clock)
  return clock
}

/** What the clock of a zone shows at an instant. */
export function wallTimeOf(instant: string | number, timeZone: string): WallTime {
  const parts = clockOf(timeZone).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  }
}

const utcOf = ({ day, time }: WallTime) => Date.parse(`${day}T${time}:00Z`)
/** Milliseconds by which the clock of a zone is ahead of UTC, at a full minute. */
const aheadAt = (instant: number, timeZone: string) =>
  utcOf(wallTimeOf(instant, timeZone)) - instant

/**
 * The instant at which the clock of a zone shows this; the first where it shows it twice. Where clocks skip
 * the time it counts as moved on by as much, and `isSkipped` says so.
 */
export function instantAt(
  wall: WallTime,
  timeZone: string,
): { instant: string; isSkipped: boolean } {
  const written = utcOf(wall)
  const [before, after] = [-1, 1].map((days) =>
    aheadAt(utcOf({ ...wall, day: addDays(wall.day, days) }), timeZone),
  )
  const shown = [before, after]
    .map((ahead) => written - (ahead ?? 0))
    .filter((instant) => instant + aheadAt(instant, timeZone) === written)
  const instant = shown.length > 0 ? Math.min(...shown) : written - (before ?? 0)
  return { instant: new Date(instant).toISOString(), isSkipped: shown.length === 0 }
}
