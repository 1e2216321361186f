import type { Db } from '#drizzle/db.ts'
import type { NotViewed, ResourceAnswer, ResourceTable } from '#shared/figures.ts'
import { publicId } from '#shared/public-id.ts'
import type { Category } from '#shared/resource-category.ts'
import { badField } from '../api-error.ts'
import type { AccessibleCourse } from '../queries/accessible-course.ts'
import { studentsOfCategory } from '../queries/category-students.ts'
import { classSize } from '../queries/class-size.ts'
import { totalsOfResource } from '../queries/resource-totals.ts'
import { weeksOfResourcesInSpan } from '../queries/resource-weeks-in-span.ts'
import { weeksOfResources, type ResourceMeasure } from '../queries/resource-weeks.ts'
import { resourcesOf, type ResourceFields } from '../queries/resources-of.ts'
import { studentsOf } from '../queries/students-of.ts'
import { useOfResource } from '../queries/use-of-resource.ts'
import { useOfResources } from '../queries/use-of-resources.ts'
import { daysOfSpan, type DaySpan } from '../shaping/days.ts'
import { databaseInstant, isoInstant } from '../shaping/instants.ts'
import { personOf } from '../shaping/people.ts'
import { pathTo, resourceOf } from '../shaping/resources.ts'
import { studentsBelow } from '../shaping/students-below.ts'
import { figuresOfCategory } from '../shaping/top-resource.ts'
import { visitsIn } from '../shaping/visit-days.ts'
import { columnSums, weekRow, weekRows, withPercent, type WeekCell } from '../shaping/week-table.ts'

interface Question {
  db: Db
  course: AccessibleCourse
}
type TableQuestion = Question & { category: Category | undefined }

/** Resources with a row of weeks each, from the cells of all. */
function rowsWith(course: AccessibleCourse, resources: ResourceFields[], cells: WeekCell[]) {
  const rowOf = weekRows(course, cells)
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
  { db, course, category }: TableQuestion,
  { measure, span }: Counted,
): Promise<ResourceTable> {
  const cells = span
    ? await weeksOfResourcesInSpan(db, course.id, span)
    : await weeksOfResources(db, { courseId: course.id, measure, category })
  const rows = rowsWith(course, await resourcesOf(db, { courseId: course.id, category }), cells)
  const totals = columnSums(course, rows)
  return { rows: withPercent(rows, totals.total), totals }
}

/**
 * Distinct students, who cannot be added up: totals are counted by themselves, shares are of the class. With
 * `isBelow` each row counts those of everything below it, too.
 */
export async function studentTable(
  { db, course, category }: TableQuestion,
  { isBelow }: { isBelow: boolean },
): Promise<ResourceTable> {
  const courseId = course.id
  const resources = await resourcesOf(db, { courseId, category })
  const cells = isBelow
    ? studentsBelow(course, resources, await useOfResources(db, { courseId, category }))
    : await weeksOfResources(db, { courseId, measure: 'students', category })
  const rows = rowsWith(course, resources, cells)
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
  const tree = await resourcesOf(db, { courseId: course.id })
  return {
    ...resourceOf(course.id, resource),
    path: pathTo(resource, tree).map(({ resourceNo, title }) => {
      return { id: publicId(course.id, resourceNo), title }
    }),
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

type Use = Awaited<ReturnType<typeof useOfResource>>[number]
interface When {
  from?: string | undefined
  to?: string | undefined
  before?: string | undefined
}

/** What counts as having viewed: a visit on one of the days, or one before an instant. */
export function viewedIn(course: AccessibleCourse, when: When): (use: Use) => boolean {
  const { from, to, before } = when
  if (before === undefined) {
    const span = daysOfSpan(course, when)
    return ({ visitDays }) => visitsIn(visitDays, span) > 0
  }
  if (from !== undefined || to !== undefined) {
    throw badField('before', 'cannot be combined with from and to')
  }
  const instant = databaseInstant(Date.parse(before))
  return ({ firstVisitAt }) => firstVisitAt !== null && firstVisitAt < instant
}

export async function whoHasNotViewed(
  { db, course }: Question,
  { resourceNo }: ResourceFields,
  hasViewed: (use: Use) => boolean,
): Promise<NotViewed> {
  const use = await useOfResource(db, { courseId: course.id, resourceNo })
  const viewers = new Set(use.filter(hasViewed).map(({ userNo }) => userNo))
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
