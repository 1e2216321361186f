import type { Db } from '#drizzle/db.ts'
import type { NotViewed, ResourceAnswer, ResourceTable } from '#shared/figures.ts'
import type { Category } from '#shared/resource-category.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { studentsOfCategory } from '../queries/category-students.ts'
import { classSize } from '../queries/class-size.ts'
import { totalsOfResource } from '../queries/resource-totals.ts'
import { weeksOfResourcesInSpan } from '../queries/resource-weeks-in-span.ts'
import { weeksOfResources, type ResourceMeasure } from '../queries/resource-weeks.ts'
import { resourcesOf, type ResourceFields } from '../queries/resources-of.ts'
import { studentsOf } from '../queries/students-of.ts'
import { useOfResource } from '../queries/use-of-resource.ts'
import type { DaySpan } from '../shaping/days.ts'
import { isoInstant } from '../shaping/instants.ts'
import { personOf } from '../shaping/people.ts'
import { resourceOf } from '../shaping/resources.ts'
import { figuresOfCategory } from '../shaping/top-resource.ts'
import { visitsIn } from '../shaping/visit-days.ts'
import { columnSums, weekRow, weekRows, withPercent, type WeekCell } from '../shaping/week-table.ts'

interface Question {
  db: Db
  course: AccessibleCourse
}
type TableQuestion = Question & { category: Category | undefined }

/** Resources with a row of weeks each, from the cells of all. */
async function resourceRows({ db, course, category }: TableQuestion, cells: WeekCell[]) {
  const rowOf = weekRows(course, cells)
  const resources = await resourcesOf(db, { courseId: course.id, category })
  return resources.map((fields) => ({
    ...resourceOf(course.id, fields),
    ...rowOf(fields.resourceNo),
  }))
}

interface Counted {
  measure: Exclude<ResourceMeasure, 'students'>
  /** Only for visits: the days that count. */
  span?: DaySpan | undefined
}

/** Visits, posts or attempts, which can be added up: each row's share is of the sum of all. */
export async function countTable(
  question: TableQuestion,
  { measure, span }: Counted,
): Promise<ResourceTable> {
  const { db, course, category } = question
  const cells = span
    ? await weeksOfResourcesInSpan(db, course.id, span)
    : await weeksOfResources(db, { courseId: course.id, measure, category })
  const rows = await resourceRows(question, cells)
  const totals = columnSums(course, rows)
  return { rows: withPercent(rows, totals.total), totals }
}

/** Distinct students, who cannot be added up: totals are counted by themselves, shares are of the class. */
export async function studentTable(question: TableQuestion): Promise<ResourceTable> {
  const { db, course, category } = question
  const measure = 'students'
  const cells = await weeksOfResources(db, { courseId: course.id, measure, category })
  const rows = await resourceRows(question, cells)
  const totals = weekRow(course, await studentsOfCategory(db, course.id, category ?? 'any'))
  return { rows: withPercent(rows, await classSize(db, course.id)), totals }
}

export async function resourceAnswer(
  { db, course }: Question,
  resource: ResourceFields,
): Promise<ResourceAnswer['resource']> {
  const question = { courseId: course.id, resourceNo: resource.resourceNo }
  const totals = (await totalsOfResource(db, question)) ?? nothing
  const use = (await useOfResource(db, question)).filter(({ visits }) => visits > 0)
  // Instants of the database are texts of one length: their order is that of time.
  const first = use.map(({ firstVisitAt }) => firstVisitAt ?? '').sort()[0]
  const last = use
    .map(({ lastVisitAt }) => lastVisitAt ?? '')
    .sort()
    .at(-1)
  return {
    ...resourceOf(course.id, resource),
    visits: totals.visits,
    students: totals.students,
    ...figuresOfCategory(resource.category, totals),
    firstVisitAt: isoInstant(first),
    lastVisitAt: isoInstant(last),
  }
}

const nothing = {
  visits: 0,
  students: 0,
  posts: 0,
  attempts: 0,
  averageGrade: null,
  medianGrade: null,
}

export async function whoHasNotViewed(
  { db, course }: Question,
  { resourceNo }: ResourceFields,
  span: DaySpan,
): Promise<NotViewed> {
  const use = await useOfResource(db, { courseId: course.id, resourceNo })
  const viewers = new Set(
    use.filter(({ visitDays }) => visitsIn(visitDays, span) > 0).map(({ userNo }) => userNo),
  )
  const all = await studentsOf(db, { courseId: course.id })
  return {
    students: all
      .filter(({ userNo }) => !viewers.has(userNo))
      .map((student) => ({
        ...personOf(course.id, student),
        email: student.email,
        lastSeenAt: isoInstant(student.lastVisitAt),
      })),
    classSize: all.length,
  }
}
