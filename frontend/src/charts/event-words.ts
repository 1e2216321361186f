import type { Occurrence } from '#shared/event.ts'
import { formatDay, formatTime } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'

const moment = (day: string, at: string | null | undefined, timeZone: string) =>
  at ? `${formatDay(day, 'weekday')}, ${formatTime(at, timeZone)}` : formatDay(day, 'weekday')

/** `Fri, 23 Oct, 09:00`; a submission from its beginning to its end. */
export function whenOf(event: Occurrence, timeZone: string): string {
  const start = moment(event.day, event.at, timeZone)
  if (!event.endDay) return start
  return `${start} – ${moment(event.endDay, event.endAt, timeZone)}`
}

/** Everything that says which event it is, in one line. */
export function nameEvent(event: Occurrence, timeZone: string): string {
  return [event.title, texts.charts.kinds[event.kind], whenOf(event, timeZone)].join(', ')
}
