import type { Db } from '#drizzle/db.ts'
import type { EventChanges, SkippedEvent } from '#shared/event-changes.ts'
import { planChanges, type StoredEvent, type Wanted } from '../events/plan-changes.ts'
import { listStoredEvents, putEvents, removeEvents, touchFigures } from './course-events.ts'
import { lockCourse } from './courses.ts'

export interface ChangeOrder {
  courseId: number
  wanted: readonly Wanted[]
  skipped: SkippedEvent[]
  /** Which events have come from the same place, and are wanted no longer. */
  isGone: (stored: StoredEvent) => boolean
  dryRun: boolean
  now: Date
  newUid: () => string
}

/** Brings a course's events to where they are wanted, in the caller's transaction; says what changes, or would. */
export async function changeEvents(db: Db, order: ChangeOrder): Promise<EventChanges> {
  const { courseId, skipped, dryRun, now, newUid } = order
  // Two at once would both find that an event is missing.
  if (!dryRun) await lockCourse(db, courseId)
  const plan = planChanges(await listStoredEvents(db, courseId), order.wanted, order.isGone)
  const added = plan.add.map(({ uid, event }) => ({ uid: uid ?? newUid(), event }))
  const ids = new Map<string, number>()

  const puts = [...added, ...plan.change, ...plan.rename]
  if (!dryRun && puts.length + plan.remove.length > 0) {
    await touchFigures(db, courseId)
    await removeEvents(
      db,
      courseId,
      plan.remove.map(({ event }) => event.id),
    )
    await putEvents(db, { courseId, events: puts, now })
    for (const { uid, event } of await listStoredEvents(db, courseId)) ids.set(uid, event.id)
  }
  return {
    events: [
      ...added.map(({ uid, event }) => ({
        ...event,
        id: ids.get(uid) ?? null,
        change: 'added' as const,
      })),
      ...plan.change.map(({ id, event }) => ({ ...event, id, change: 'changed' as const })),
    ],
    removed: plan.remove.map(({ event }) => event),
    skipped,
    unchanged: plan.unchanged,
  }
}
