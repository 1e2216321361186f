import type { CourseEvent } from '#shared/event.ts'
import type { ZonedCourse } from '#shared/local-time.ts'
import { courseInstants, isInside } from './course-instants.ts'
import { uidOfKey } from './events-of-series.ts'
import type { StoredEvent } from './plan-changes.ts'

/**
 * Tells which events an earlier import of a calendar with these UIDs has made. Not those that have come to lie
 * outside of the course since: of what happens there the calendar says nothing.
 */
export function wereInCalendar(uids: readonly string[], course: ZonedCourse) {
  const known = new Set(uids)
  const span = courseInstants(course)
  return ({ uid, event }: StoredEvent): boolean =>
    (known.has(uid) || known.has(uidOfKey(uid))) && beginsInside(event)

  function beginsInside(event: CourseEvent): boolean {
    switch (event.kind) {
      case 'single':
        return isInside(Date.parse(event.at), span)
      case 'submission':
        return isInside(Date.parse(event.startAt), span)
      case 'repeating':
        return event.startWeek <= course.weeks
    }
  }
}
