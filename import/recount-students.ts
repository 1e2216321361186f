import type { Pool, PoolConnection } from 'mysql2/promise'
import { inCourseTransaction, type Patience } from './course-transaction.ts'
import { CourseCalendar } from './figures/course-calendar.ts'
import { CourseFigures, type FiguresSetting } from './figures/course-figures.ts'
import { noSubmissions } from './figures/submissions.ts'
import { countAnew, selectSubmissions } from './load/count-anew.ts'
import { isOtherGap, selectCourseBefore } from './load/course-before.ts'
import { lockCourse, markCourseCounted, markRecounted } from './load/course.ts'
import { storedUnlessStale } from './load/figures.ts'
import { selectKnownStudents, unknownStudent } from './load/known-students.ts'
import { forEachWindow } from './load/known-visits.ts'
import { selectMiscounted, type Miscounted } from './load/miscounted.ts'
import { People } from './load/people.ts'
import { Resources } from './load/resources.ts'
import { inBatches } from './load/sql.ts'
import type { FigureSettings } from './rebuild-figures.ts'
import { VisitList } from './visit-list.ts'

export interface Recounted {
  people: number
  /** Whether the figures did not fit the facts, and all were counted anew. */
  isAnew: boolean
}

const studentsPerBatch = 200
const noVisits = new VisitList()

/**
 * Brings into the figures of a course whom somebody left out, or took in again, since they were counted: reads
 * the facts of these people only. An import may have done it already.
 */
export function recountStudents(
  pool: Pool,
  courseId: number,
  settings: FigureSettings & Patience,
): Promise<Recounted> {
  const recount = async (connection: PoolConnection, workDirectory: string) => {
    await lockCourse(connection, courseId)
    const { course, people: known, resources } = await selectCourseBefore(connection, courseId)
    // All are counted anew soon, by what was chosen for each.
    if (course.areFiguresStale) return { people: 0, isAnew: false }
    const calendar = new CourseCalendar(course)
    const miscounted = await selectMiscounted(connection, courseId, calendar)
    await markRecounted(connection, courseId)
    if (miscounted.length === 0) return { people: 0, isAnew: false }
    const setting = {
      ...{ calendar, workDirectory, gapMinutes: settings.sessionGapMinutes },
      categoryOf: new Resources(resources).categoryIndexes(),
    }
    const figures = new CourseFigures(setting)
    for (const batch of inBatches(miscounted, studentsPerBatch)) {
      await count(connection, { courseId, setting, figures, batch })
    }
    const isAnew =
      isOtherGap(course, settings.sessionGapMinutes) ||
      !(await storedUnlessStale(connection, courseId, figures))
    if (isAnew) {
      const people = new People(known)
      await countAnew(connection, courseId, setting, (userNo) => people.counts(userNo))
    }
    await markCourseCounted(connection, courseId, null)
    return { people: miscounted.length, isAnew }
  }
  return inCourseTransaction(pool, courseId, recount, settings)
}

interface Counting {
  courseId: number
  setting: FiguresSetting
  figures: CourseFigures
  /** In the order of their numbers. */
  batch: Miscounted[]
}

/** Adds everything of those who join, and takes away everything of those who leave. */
async function count(connection: PoolConnection, { courseId, setting, figures, batch }: Counting) {
  const { calendar } = setting
  const standings = new Map(batch.map(({ userNo, standing }) => [userNo, standing]))
  const submissions = await selectSubmissions(connection, {
    ...{ courseId, setting, userNos: [...standings.keys()] },
    standingOf: (userNo) => standings.get(userNo) ?? 'outside',
  })
  const leaving = batch.filter(({ standing }) => standing === 'leaves')
  const stored = await selectKnownStudents(
    connection,
    { courseId, calendar },
    leaving.map(({ userNo }) => userNo),
  )
  const whole = { from: 0, to: calendar.startOf(calendar.days) }
  const windows = batch.map(({ userNo }) => ({ userNo, ...whole }))
  await forEachWindow(connection, { courseId, calendar }, windows, (userNo, visits) => {
    const standing = standings.get(userNo)
    if (!standing) return
    figures.apply(standing, {
      userNo,
      effect: figures.effectOf(standing, visits, noVisits),
      submissions: submissions.get(userNo) ?? noSubmissions,
      known: stored.get(userNo) ?? unknownStudent(),
    })
  })
}
