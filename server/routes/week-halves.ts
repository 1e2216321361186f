import type { Db } from '#drizzle/db.ts'
import type { RepeatingEvent } from '#shared/before-after.ts'
import { splitTimeOf, splitWindows } from '#shared/week-split.ts'
import { badField, notFound } from '../api-error.ts'
import type { Deps } from '../deps.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { splitsOfResources, splitsOfStudents } from '../queries/counted-splits.ts'
import { weeksOfResources } from '../queries/resource-weeks.ts'
import { splitIsCounted } from '../queries/split-is-counted.ts'
import { weeksOfStudents } from '../queries/student-weeks.ts'
import { visitsInWindows } from '../queries/visits-in-windows.ts'
import { listEvents } from '../repositories/course-events.ts'
import { weekHalves } from '../shaping/before-after.ts'

interface Question {
  db: Db
  course: AccessibleCourse
}
type Askers = Pick<Deps, 'publish' | 'log'>
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
export async function halvesAround(
  { db, course, deps }: Question & { deps: Askers },
  event: RepeatingEvent,
  by: By,
) {
  const courseId = course.id
  const split = splitTimeOf(event)
  const weeks = await weeksBy[by](db, courseId)
  if (await splitIsCounted(db, courseId, split)) {
    return weekHalves(course, event, { weeks, before: await splitsBy[by](db, courseId, split) })
  }
  // Not waited for: this answer comes from the facts, the next ones from figures.
  void askForCount(deps, courseId)
  const windows = splitWindows(course, split)
  return weekHalves(course, event, {
    weeks,
    before: await visitsInWindows(db, { courseId, by, windows }),
  })
}

const weeksBy = {
  resourceNo: (db: Db, courseId: number) => weeksOfResources(db, { courseId, measure: 'visits' }),
  userNo: weeksOfStudents,
}
const splitsBy = { resourceNo: splitsOfResources, userNo: splitsOfStudents }

async function askForCount({ publish, log }: Askers, courseId: number): Promise<void> {
  try {
    await publish({ job: 'count-splits', courseId })
  } catch (error) {
    log.warn({ err: error, courseId }, 'the workers could not be asked to count')
  }
}
