import { publicId } from '#shared/public-id.ts'
import type { Category } from '#shared/resource-category.ts'
import type { StudentPage } from '#shared/student-page.ts'
import type { ResourceFields } from '../queries/resources-of.ts'
import type { Table } from './csv.ts'
import { tableOf } from './csv.ts'
import { decimal } from './numbers.ts'

interface Known {
  resources: ResourceFields[]
  visits: Map<number, number>
  posts: { resourceNo: number; posts: number }[]
  /** The oldest first. */
  attempts: { resourceNo: number; grade: string | null }[]
}

/** Every communication and assessment of the course, with what one student did there. */
export function workOfStudent(
  courseId: number,
  { resources, visits, posts, attempts }: Known,
): Omit<StudentPage, 'student'> {
  const postsOf = new Map(posts.map((row) => [row.resourceNo, row.posts]))
  const attemptsOf = Map.groupBy(attempts, ({ resourceNo }) => resourceNo)
  const rowsOf = (wanted: Category) => resources.filter(({ category }) => category === wanted)
  const opened = ({ resourceNo, title, contentType }: ResourceFields) => ({
    id: publicId(courseId, resourceNo),
    title,
    contentType,
    visits: visits.get(resourceNo) ?? 0,
  })
  return {
    communication: rowsOf('communication').map((resource) => ({
      ...opened(resource),
      posts: postsOf.get(resource.resourceNo) ?? 0,
    })),
    assessment: rowsOf('assessment').map((resource) => ({
      ...opened(resource),
      ...resultsOf((attemptsOf.get(resource.resourceNo) ?? []).map(({ grade }) => decimal(grade))),
    })),
  }
}

function resultsOf(grades: (number | null)[]) {
  const given = grades.filter((grade) => grade !== null)
  const sum = given.reduce((total, grade) => total + grade, 0)
  return {
    attempts: grades.length,
    latestGrade: grades.at(-1) ?? null,
    averageGrade: given.length === 0 ? null : sum / given.length,
  }
}

/** Both lists below each other. */
export function studentPageTable({ communication, assessment }: StudentPage): Table {
  const nothing = { posts: null, attempts: null, latestGrade: null, averageGrade: null }
  const rows = [
    ...communication.map((row) => ({ ...nothing, ...row, category: 'communication' })),
    ...assessment.map((row) => ({ ...nothing, ...row, category: 'assessment' })),
  ]
  return tableOf(rows, [
    ...(['title', 'contentType', 'category', 'visits', 'posts'] as const),
    ...(['attempts', 'latestGrade', 'averageGrade'] as const),
  ])
}
