import { createHash } from 'node:crypto'
import type ICAL from 'ical.js'
import type { CalendarEvent } from './calendar-event.ts'

/** Another version of one time of a repeating event: of the time `changeOf` that its rule gives. */
export type CalendarChange = CalendarEvent & { changeOf: ICAL.Time }

/** An event of a calendar with its changes; `main` is missing where the calendar has nothing but them. */
export interface CalendarSeries {
  uid: string
  main: CalendarEvent | null
  changes: CalendarChange[]
}

/** Events by their UID, the newest version of each; `doubles` are older versions, or others of the same UID. */
export function groupBySeries(events: readonly CalendarEvent[]): {
  series: CalendarSeries[]
  doubles: CalendarEvent[]
} {
  const doubles: CalendarEvent[] = []
  const series = [...Map.groupBy(events, uidOf)].map(([uid, own]) => {
    const versions = Map.groupBy(own, ({ changeOf }) => changeOf?.toString() ?? '')
    const newest = [...versions.values()].flatMap((same) => {
      const [latest, ...older] = same.toReversed().sort((a, b) => b.sequence - a.sequence)
      doubles.push(...older)
      return latest ?? []
    })
    const main = newest.find((event) => !isChange(event)) ?? null
    return { uid, main, changes: newest.filter(isChange) }
  })
  return { series, doubles }
}

const isChange = (event: CalendarEvent): event is CalendarChange => event.changeOf !== null

/** Leaves room, in the column, for the day of a single time. */
const longestUid = 200

/** Without a UID, what the event is and when it begins stand for it. */
function uidOf({ uid, title, start }: CalendarEvent): string {
  if (uid && uid.length <= longestUid) return uid
  return createHash('sha256')
    .update(uid ?? `${title}\n${start.toString()}`)
    .digest('hex')
}
