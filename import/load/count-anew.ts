import type { PoolConnection } from 'mysql2/promise'
import { CourseFigures, type FiguresSetting } from '../figures/course-figures.ts'
import { noSubmissions, type Submissions } from '../figures/submissions.ts'
import type { Standing } from '../figures/visit-effect.ts'
import { VisitList } from '../visit-list.ts'
import { deleteFigures, storeFigures } from './figures.ts'
import { unknownStudent } from './known-students.ts'
import { FactsMerge } from './merge-facts.ts'
import { forEachVisitor } from './known-visits.ts'

const noVisits = new VisitList()

/** Counts every figure of a course anew from what is stored, as if all of it came with one export. */
export async function countAnew(
  connection: PoolConnection,
  courseId: number,
  setting: FiguresSetting,
  counts: (userNo: number) => boolean,
) {
  const standingOf = (userNo: number): Standing => (counts(userNo) ? 'joins' : 'outside')
  const figures = new CourseFigures(setting)
  const submissions = await selectSubmissions(connection, { courseId, setting, standingOf })
  const count = (userNo: number, visits: VisitList) => {
    if (standingOf(userNo) === 'outside') return
    figures.apply('joins', {
      userNo,
      effect: figures.effectOf('joins', noVisits, visits),
      submissions: submissions.get(userNo) ?? noSubmissions,
      known: unknownStudent(),
    })
    submissions.delete(userNo)
  }
  await forEachVisitor(connection, { courseId, calendar: setting.calendar }, count)
  for (const userNo of [...submissions.keys()]) count(userNo, noVisits)
  await deleteFigures(connection, courseId)
  await storeFigures(connection, courseId, figures)
  await connection.query(
    'UPDATE course_offerings SET figures_stale_since = NULL, recount_since = NULL WHERE id = ?',
    [courseId],
  )
}

interface Submitting {
  courseId: number
  setting: FiguresSetting
  standingOf: (userNo: number) => Standing
  /** All, where none are named. */
  userNos?: readonly number[]
}

/** Posts and attempts of those who come to the figures or leave them, by person. */
export async function selectSubmissions(
  connection: PoolConnection,
  { courseId, setting, standingOf, userNos }: Submitting,
): Promise<Map<number, Submissions>> {
  const submissions = new Map<number, Submissions>()
  for (const table of ['posts', 'attempts'] as const) {
    const merge = new FactsMerge({
      ...{ table, calendar: setting.calendar, submissions, rows: [] },
      people: { standingOf },
      isNewerThan: () => false,
    })
    await merge.readKnown(connection, courseId, userNos)
    merge.finish()
  }
  return submissions
}
