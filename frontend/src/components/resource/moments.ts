import type { PlacedEvent } from '../../charts/placed-event.ts'
import { formatDay, formatTime } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import { instantAt } from '../events/wall-clock.ts'

/** An instant in the life of the course before which something should have been opened. */
export interface Moment {
  /** Fit for an address. */
  key: string
  /** `Lecture, Thu 12 Mar, 10:00` */
  name: string
  instant: string
  /** What it is listed below: its repeating event, or its kind. */
  group: string
}

const t = texts.resource.notOpened

/** Every occurrence of an event; of a submission its beginning and its end. In the order of time. */
export function momentsOf(events: readonly PlacedEvent[], timeZone: string): Moment[] {
  return events.flatMap((event) => {
    const { key, kind, title, day, at, endDay, endAt } = event
    const group = kind === 'repeating' ? title : texts.charts.kindsInLegend[kind]
    const moment = (name: string, ownKey: string, onDay: string, time: string | null): Moment => {
      const words = [name, formatDay(onDay, 'weekday'), time && formatTime(time, timeZone)]
      // Without a time of day an event begins with its day.
      const instant = time ?? instantAt({ day: onDay, time: '00:00' }, timeZone).instant
      return { key: ownKey, name: words.filter(Boolean).join(', '), instant, group }
    }
    if (kind !== 'submission') return [moment(title, key, day, at)]
    return [
      moment(t.opens(title), key, day, at),
      moment(t.closes(title), `${key}-end`, endDay ?? day, endAt ?? null),
    ]
  })
}
