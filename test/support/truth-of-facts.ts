import type { Pool, RowDataPacket } from 'mysql2/promise'
import type { ZonedCourse } from '#shared/local-time.ts'

/** One visit of somebody who counts, on its local day and hour; `instant` is UTC, as the database writes it. */
export interface CountedVisit {
  userNo: number
  resourceNo: number
  category: string
  instant: string
  /** From 0 at the course's start date. */
  day: number
  hour: number
}

/** What is stored, read once more by other means than those of the product: `Temporal` tells days and hours. */
export async function countedVisits(
  pool: Pool,
  courseId: number,
  { startDate, timeZone }: ZonedCourse,
): Promise<CountedVisit[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT user_no AS userNo, resource_no AS resourceNo, category, CAST(at AS CHAR) AS instant
    FROM visits JOIN lms_users USING (course_id, user_no) JOIN resources USING (course_id, resource_no)
    WHERE course_id = ? AND is_student AND NOT left_out ORDER BY user_no, at`,
    [courseId],
  )
  const start = Temporal.PlainDate.from(startDate)
  return (rows as Omit<CountedVisit, 'day' | 'hour'>[]).map((row) => {
    const instant = Temporal.Instant.from(`${row.instant.replace(' ', 'T')}Z`)
    const local = instant.toZonedDateTimeISO(timeZone)
    return { ...row, day: start.until(local.toPlainDate()).days, hour: local.hour }
  })
}

/** Of each assessment, by its number: the grade of each student's newest graded attempt, lowest first. */
export async function newestGraded(pool: Pool, courseId: number): Promise<Map<number, number[]>> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT user_no, resource_no, grade FROM attempts JOIN lms_users USING (course_id, user_no)
    WHERE course_id = ? AND is_student AND NOT left_out AND grade IS NOT NULL ORDER BY at`,
    [courseId],
  )
  const newest = new Map<number, Map<number, number>>()
  for (const { user_no: userNo, resource_no: resourceNo, grade } of rows) {
    const grades = newest.get(resourceNo) ?? new Map<number, number>()
    newest.set(resourceNo, grades.set(userNo, Number(grade)))
  }
  const lowestFirst = (grades: Map<number, number>) => [...grades.values()].sort((a, b) => a - b)
  return new Map([...newest].map(([resourceNo, grades]) => [resourceNo, lowestFirst(grades)]))
}

export const sum = (numbers: readonly number[]) =>
  numbers.reduce((total, number) => total + number, 0)

/** How often each of 0 … size - 1 comes. */
export function counts(numbers: Iterable<number>, size: number): number[] {
  const all = Array<number>(size).fill(0)
  for (const number of numbers) all[number] = (all[number] ?? 0) + 1
  return all
}

/** Sums of sevens: of days, weeks. */
export const weeksOf = (days: readonly number[]) =>
  Array.from({ length: days.length / 7 }, (_, week) => sum(days.slice(7 * week, 7 * week + 7)))

/** Whole minutes from first to last of each run of visits without a pause of more than 40 whole minutes. */
export function sessionsOf(visits: readonly CountedVisit[]) {
  const sessions: { day: number; minutes: number; visits: number }[] = []
  const wholeMinutes = (from: number, to: number) => Math.floor((to - from) / 60_000)
  const time = ({ instant }: CountedVisit) => Date.parse(`${instant.replace(' ', 'T')}Z`)
  for (const ofOne of Map.groupBy(visits, ({ userNo }) => userNo).values()) {
    let first: CountedVisit | undefined
    let last: CountedVisit | undefined
    for (const visit of ofOne) {
      const session = sessions.at(-1)
      if (!first || !last || !session || wholeMinutes(time(last), time(visit)) > 40) {
        first = visit
        sessions.push({ day: visit.day, minutes: 0, visits: 1 })
      } else {
        session.minutes = wholeMinutes(time(first), time(visit))
        session.visits++
      }
      last = visit
    }
  }
  return sessions
}
