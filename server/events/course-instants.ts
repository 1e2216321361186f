import { addDays, lastDay } from '#shared/calendar-days.ts'
import { startOfDay, type ZonedCourse } from '#shared/local-time.ts'

/** From a course's first millisecond to the one after its last. */
export interface CourseInstants {
  begin: number
  end: number
}

export function courseInstants(course: ZonedCourse): CourseInstants {
  const { startDate, timeZone } = course
  const end = startOfDay(addDays(lastDay(course), 1), timeZone)
  return { begin: startOfDay(startDate, timeZone), end }
}

export function isInside(at: number, { begin, end }: CourseInstants): boolean {
  return at >= begin && at < end
}
