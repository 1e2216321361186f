import type { Db } from '#drizzle/db.ts'
import type { RepeatingEvent } from '#shared/before-after.ts'
import { splitWindows, type SplitTime } from '#shared/week-split.ts'
import { badField, notFound } from '../api-error.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { splitsOfResources, splitsOfStudents } from '../queries/counted-splits.ts'
import { splitIsCounted } from '../queries/split-is-counted.ts'
import { visitsInWindows } from '../queries/visits-in-windows.ts'
import {
  weeksOfResourcesAroundWeekday,
  weeksOfStudentsAroundWeekday,
} from '../queries/weeks-around-weekday.ts'
import { listEvents } from '../repositories/course-events.ts'
import { weekHalves } from '../shaping/before-after.ts'
import { wholeCourse } from '../shaping/days.ts'

interface Question {
  db: Db
  course: AccessibleCourse
}
type By = 'resourceNo' | 'userNo'

/** An event of this course; throws 404 where there is none, and 400 where it does not repeat. */
export async function foundRepeatingEvent(
  { db, course }: Question,
  id: number,
): Promise<RepeatingEvent> {
  const event = (await listEvents(db, course.id)).find((event) => event.id === id)
  if (!event) throw notFound()
  if (event.kind !== 'repeating') throw badField('event', 'must be an event that repeats')
  return event
}

/** What each resource or student has before and after the event, week by week. */
export async function halvesAround({ db, course }: Question, event: RepeatingEvent, by: By) {
  const { weekday, time } = event
  const question = { courseId: course.id, weekday, span: wholeCourse(course) }
  const weeksAround =
    by === 'resourceNo' ? weeksOfResourcesAroundWeekday : weeksOfStudentsAroundWeekday
  const weeks = await weeksAround(db, question)
  // Without a time of day the event is at midnight: days tell all.
  const split = time === null ? [] : await splitBy({ db, course }, { weekday, time }, by)
  return weekHalves(course, event, { weeks, split })
}

async function splitBy({ db, course }: Question, split: SplitTime, by: By) {
  const courseId = course.id
  if (await splitIsCounted(db, courseId, split)) {
    return (by === 'resourceNo' ? splitsOfResources : splitsOfStudents)(db, courseId, split)
  }
  return visitsInWindows(db, { courseId, by, windows: splitWindows(course, split) })
}
