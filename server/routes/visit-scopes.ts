import type { Db } from '#drizzle/db.ts'
import type { Histogram } from '#shared/figures.ts'
import type { Category } from '#shared/resource-category.ts'
import { badField } from '../api-error.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { classSize } from '../queries/class-size.ts'
import { courseDaysIn } from '../queries/course-days.ts'
import { daysOfResource } from '../queries/resource-days.ts'
import { useByStudent } from '../queries/use-by-student.ts'
import { useOfResource } from '../queries/use-of-resource.ts'
import { visitsPerStudent } from '../queries/visits-per-student.ts'
import { visitsPerStudentInSpan } from '../queries/visits-per-student-in-span.ts'
import { daysOfSpan, daysOfWeek, type DaySpan } from '../shaping/days.ts'
import { histogramOf } from '../shaping/histogram.ts'
import { daysOfStudent, visitsIn } from '../shaping/visit-days.ts'
import { foundResource, foundStudent } from './found.ts'

type Question = { db: Db; course: AccessibleCourse }
type DayFigures = Partial<Record<Category, number>> & {
  dayIndex: number
  uniquePages: number
  students: number
}

interface Scope {
  student?: number | undefined
  resource?: number | undefined
}

/** Figures of the days with any: of the course, of one student, of one resource, or of one student there. */
export async function daysInScope(
  { db, course }: Question,
  { student, resource }: Scope,
  span: DaySpan,
): Promise<DayFigures[]> {
  const courseId = course.id
  const opened = resource === undefined ? undefined : await foundResource(db, course, resource)
  if (student !== undefined) {
    const { userNo } = await foundStudent(db, course, student)
    const resourceNo = opened && { resourceNo: opened.resourceNo }
    return daysOfStudent(await useByStudent(db, { courseId, userNo, ...resourceNo }), span)
  }
  if (opened) {
    const { resourceNo, category } = opened
    const days = await daysOfResource(db, { courseId, resourceNo }, span)
    return days.map(({ dayIndex, visits, students }) => {
      return { dayIndex, [category]: visits, uniquePages: 1, students }
    })
  }
  return courseDaysIn(db, courseId, span)
}

interface HistogramScope {
  week?: number | undefined
  from?: string | undefined
  to?: string | undefined
  resource?: number | undefined
}

/** Students by their visits: to the course or to one resource, in all, in a week or between two days. */
export async function histogramInScope(
  question: Question,
  scope: HistogramScope,
): Promise<Histogram> {
  const { db, course } = question
  const visits = await visitsOfEach(question, scope)
  return histogramOf(
    visits.filter((count) => count > 0),
    await classSize(db, course.id),
  )
}

async function visitsOfEach({ db, course }: Question, scope: HistogramScope): Promise<number[]> {
  const { week, from, to, resource } = scope
  const isSpan = from !== undefined || to !== undefined
  if (isSpan && week !== undefined) throw badField('week', 'cannot be combined with from and to')
  const span = isSpan ? daysOfSpan(course, scope) : daysOfWeek(course, week)

  if (resource !== undefined) {
    const { resourceNo } = await foundResource(db, course, resource)
    const use = await useOfResource(db, { courseId: course.id, resourceNo })
    return use.map(({ visitDays }) => visitsIn(visitDays, span))
  }
  const rows = isSpan
    ? await visitsPerStudentInSpan(db, course.id, span)
    : await visitsPerStudent(db, course.id, week ?? 0)
  return rows.map(({ visits }) => visits)
}
