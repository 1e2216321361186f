import type { Pool, PoolConnection } from 'mysql2/promise'
import type { ZonedCourse } from '#shared/local-time.ts'
import type { SplitTime } from '#shared/week-split.ts'
import { CourseGone } from './course.ts'
import { selectLeftOutKeys } from './left-out-people.ts'
import { selectPeople } from './people-rows.ts'
import { selectSplitTimes } from './split-times.ts'
import type { Person } from './people.ts'
import { selectResources } from './resource-rows.ts'
import type { Resource } from './resources.ts'
import { microsOf, selectRows } from './sql.ts'

/** What a course holds before an import. */
export interface CourseBefore {
  course: CourseState
  people: Person[]
  /** Of people who are not among them, but are to be left out if they come. */
  leftOutKeys: string[]
  resources: Resource[]
  sessions: number
}

/** A course as it stands in the database. Instants are epoch microseconds. */
export interface CourseState extends ZonedCourse {
  splitTimes: SplitTime[]
  lastActivityAt: number | null
  /** The newest instant that a succeeded import held; null where none held any. */
  newestImportedAt: number | null
  hasFacts: boolean
  /** Its dates have changed since the figures were counted: they cannot be built upon. */
  areFiguresStale: boolean
  /** After how many minutes sessions end in the figures; null where nothing is known of it. */
  figuresGapMinutes: number | null
}

export async function selectCourseBefore(
  connection: Pool | PoolConnection,
  courseId: number,
): Promise<CourseBefore> {
  return {
    course: await selectCourse(connection, courseId),
    people: await selectPeople(connection, courseId),
    leftOutKeys: await selectLeftOutKeys(connection, courseId),
    resources: await selectResources(connection, courseId),
    sessions: await selectSessions(connection, courseId),
  }
}

type CourseRow = Omit<CourseState, 'hasFacts' | 'areFiguresStale' | 'splitTimes'> & {
  hasFacts: number
  areFiguresStale: number
}

async function selectCourse(
  connection: Pool | PoolConnection,
  courseId: number,
): Promise<CourseState> {
  const [course] = await selectRows<CourseRow>(
    connection,
    `SELECT DATE_FORMAT(start_date, '%Y-%m-%d') AS startDate, weeks, time_zone AS timeZone,
      ${microsOf('last_activity_at')} AS lastActivityAt,
      figures_stale_since IS NOT NULL AS areFiguresStale,
      figures_gap_minutes AS figuresGapMinutes,
      (SELECT MAX(${microsOf('newest_at')}) FROM imports
        WHERE course_id = ? AND state = 'succeeded') AS newestImportedAt,
      EXISTS (SELECT 1 FROM visits WHERE course_id = ?)
        OR EXISTS (SELECT 1 FROM posts WHERE course_id = ?)
        OR EXISTS (SELECT 1 FROM attempts WHERE course_id = ?) AS hasFacts
    FROM course_offerings WHERE id = ?`,
    Array.from({ length: 5 }, () => courseId),
  )
  if (!course) throw new CourseGone(`course ${courseId} is gone`)
  const splitTimes = await selectSplitTimes(connection, courseId)
  const areFiguresStale = course.areFiguresStale === 1
  return { ...course, hasFacts: course.hasFacts === 1, areFiguresStale, splitTimes }
}

/** Whether sessions were counted by another setting than today's. */
export const isOtherGap = ({ figuresGapMinutes }: CourseState, gapMinutes: number) =>
  figuresGapMinutes !== null && figuresGapMinutes !== gapMinutes

/** How many sessions the course's figures count. */
export async function selectSessions(
  connection: Pool | PoolConnection,
  courseId: number,
): Promise<number> {
  const [row] = await selectRows<{ sessions: number }>(
    connection,
    'SELECT CAST(COALESCE(SUM(sessions), 0) AS SIGNED) AS sessions FROM course_days WHERE course_id = ?',
    [courseId],
  )
  return row?.sessions ?? 0
}
