import type { ClassMedians } from '#shared/class-medians.ts'
import { publicId } from '#shared/public-id.ts'
import type { Category } from '#shared/resource-category.ts'
import type { DaySpan } from './days.ts'
import { medianOf, medianWithZeros } from './median.ts'
import { decimal } from './numbers.ts'
import { visitsIn } from './visit-days.ts'

interface Place {
  userNo: number
  resourceNo: number
}
/** What one student did with one resource. */
export interface Work extends Place {
  visits: number
  posts: number
  attempts: number
  /** Of the newest graded attempt. */
  grade: number | null
}

interface Facts {
  stored: (Place & { visitDays: string })[]
  posts: Place[]
  /** The oldest first. */
  attempts: (Place & { grade: string | null })[]
}

/** What was done in some days of the course: visits from figures, the rest from the submissions themselves. */
export function workInSpan(span: DaySpan, { stored, posts, attempts }: Facts): Work[] {
  const work = new Map<string, Work>()
  const at = ({ userNo, resourceNo }: Place) => {
    const key = `${userNo}.${resourceNo}`
    const known = work.get(key)
    if (known) return known
    const empty = { userNo, resourceNo, visits: 0, posts: 0, attempts: 0, grade: null }
    work.set(key, empty)
    return empty
  }
  for (const row of stored) {
    const visits = visitsIn(row.visitDays, span)
    if (visits > 0) at(row).visits = visits
  }
  for (const post of posts) at(post).posts += 1
  for (const attempt of attempts) {
    const one = at(attempt)
    one.attempts += 1
    one.grade = decimal(attempt.grade) ?? one.grade
  }
  return [...work.values()]
}

interface Known {
  courseId: number
  resources: { resourceNo: number; category: Category }[]
  /** Those who count. */
  students: { userNo: number; sessions: number | null }[]
  activity: { visits: number; activeDays: number }[]
  work: Work[]
}

export function classMediansOf({
  courseId,
  resources,
  students,
  activity,
  work,
}: Known): ClassMedians {
  const size = students.length
  const counting = new Set(students.map(({ userNo }) => userNo))
  const own = work.filter(({ userNo }) => counting.has(userNo))
  const byResource = Map.groupBy(own, ({ resourceNo }) => resourceNo)
  const byStudent = [...Map.groupBy(own, ({ userNo }) => userNo).values()]

  const middle = (values: number[]) => medianWithZeros(values, size)
  const sums = (name: 'posts' | 'attempts') =>
    byStudent.map((rows) => rows.reduce((sum, row) => sum + row[name], 0))
  const ofCategory = (wanted: Category) =>
    resources
      .filter(({ category }) => category === wanted)
      .map(({ resourceNo }) => {
        const rows = byResource.get(resourceNo) ?? []
        const of = (name: 'visits' | 'posts' | 'attempts') => middle(rows.map((row) => row[name]))
        return { id: publicId(courseId, resourceNo), visits: of('visits'), rows, of }
      })
  return {
    students: size,
    visits: middle(activity.map(({ visits }) => visits)),
    activeDays: middle(activity.map(({ activeDays }) => activeDays)),
    posts: middle(sums('posts')),
    attempts: middle(sums('attempts')),
    sessions: middle(students.map(({ sessions }) => sessions ?? 0)),
    communication: ofCategory('communication').map(({ id, visits, of }) => {
      return { id, visits, posts: of('posts') }
    }),
    assessment: ofCategory('assessment').map(({ id, visits, rows, of }) => {
      const grades = rows.map(({ grade }) => grade).filter((grade) => grade !== null)
      return { id, visits, attempts: of('attempts'), grade: medianOf(grades) }
    }),
  }
}
