import { addDays, lastDay } from '#shared/calendar-days.ts'
import type { ExportedCourse } from '../queries/courses-of-server.ts'
import { isoInstant } from './instants.ts'

/**
 * What exporters read. Instants are written as the first cloop wrote them: with a numeric offset, UTC for
 * stored ones, that of the course's zone for its beginning and its end.
 */
export function expectedExports(serverId: number, courses: ExportedCourse[]) {
  return Object.fromEntries(
    courses.map((course) => {
      const { id, code, lastActivityAt, startDate, timeZone } = course
      const start = localMidnight(startDate, timeZone)
      const end = localMidnight(addDays(lastDay(course), 1), timeZone)
      const lastActivity = lastActivityAt === null ? start : pythonInstant(lastActivityAt)
      const seconds = Math.floor(Date.parse(lastActivity) / 1000)
      const filename = `${serverId}_${code}_${seconds}.zip`
      return [code, { id, courseCode: code, lastActivity, courseEnd: end, filename }]
    }),
  )
}

/** `2016-02-01T00:00:00+11:00`. */
function localMidnight(date: string, timeZone: string): string {
  return Temporal.PlainDate.from(date)
    .toZonedDateTime(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** As Python's `isoformat`: all six digits of a fraction or none, `+00:00` for UTC. */
function pythonInstant(text: string): string {
  const [whole = '', fraction] = isoInstant(text).replace('Z', '').split('.')
  return fraction ? `${whole}.${fraction.padEnd(6, '0')}+00:00` : `${whole}+00:00`
}
