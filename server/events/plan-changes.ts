import type { CourseEvent, EventInput } from '#shared/event.ts'

/** An event as it is kept: `uid` is the one under which calendars know it. */
export interface StoredEvent {
  uid: string
  event: CourseEvent
}

/** An event that is wanted here. Without a `uid` it is known by nothing but what it is. */
export interface Wanted {
  uid: string | null
  event: EventInput
}

export interface PlannedChanges {
  add: Wanted[]
  change: { id: number; uid: string; event: EventInput }[]
  /** Events that stay as they are, known under another uid from now on. */
  rename: { id: number; uid: string; event: EventInput }[]
  remove: StoredEvent[]
  unchanged: number
}

/**
 * What has to change so that the wanted events are there. One that is there already, just so, is left alone
 * whoever made it. `isGone` tells which of the others came from where the wanted ones come from.
 */
export function planChanges(
  stored: readonly StoredEvent[],
  wanted: readonly Wanted[],
  isGone: (stored: StoredEvent) => boolean,
): PlannedChanges {
  const plan: PlannedChanges = { add: [], change: [], rename: [], remove: [], unchanged: 0 }
  const free = new Set(stored)
  const byUid = new Map(stored.map((one) => [one.uid, one]))
  const others = wanted.filter(({ uid, event }) => {
    const known = uid === null ? undefined : byUid.get(uid)
    if (uid === null || !known || !free.delete(known)) return true
    if (essenceOf(known.event) === essenceOf(event)) plan.unchanged += 1
    else plan.change.push({ id: known.event.id, uid, event })
    return false
  })

  const twins = Map.groupBy(free, ({ event }) => essenceOf(event))
  for (const { uid, event } of others) {
    const twin = twins.get(essenceOf(event))?.shift()
    if (!twin) {
      plan.add.push({ uid, event })
      continue
    }
    free.delete(twin)
    plan.unchanged += 1
    if (uid !== null) plan.rename.push({ id: twin.event.id, uid, event: twin.event })
  }
  plan.remove = [...free].filter(isGone)
  return plan
}

/** Equal for events that are the same in all that people enter. Calendars know instants to the second. */
function essenceOf(event: EventInput): string {
  const { kind, title } = event
  switch (event.kind) {
    case 'single':
      return JSON.stringify([kind, title, second(event.at)])
    case 'submission': {
      const { startAt, endAt, submissionType } = event
      return JSON.stringify([kind, title, second(startAt), second(endAt), submissionType])
    }
    case 'repeating': {
      const { weekday, startWeek, endWeek, time } = event
      return JSON.stringify([kind, title, weekday, startWeek, endWeek, time])
    }
  }
}

const second = (instant: string) => Math.floor(Date.parse(instant) / 1000)
