import { publicId } from '#shared/public-id.ts'
import type { Category } from '#shared/resource-category.ts'
import type { topResources } from '../queries/top-resources.ts'
import { decimal } from './numbers.ts'

type Row = Awaited<ReturnType<typeof topResources>>[number]

/** The figures that a category has: posts for communication, attempts and grades for assessment. */
export function topResourceOf(courseId: number, category: Category, row: Row) {
  const { resourceNo, title, contentType, visits, students } = row
  return {
    id: publicId(courseId, resourceNo),
    title,
    contentType,
    visits,
    students,
    ...figuresOfCategory(category, row),
  }
}

interface Figures {
  posts: number
  attempts: number
  averageGrade: string | null
  medianGrade: string | null
}

export function figuresOfCategory(category: Category, row: Figures) {
  switch (category) {
    case 'content':
      return {}
    case 'communication':
      return { posts: row.posts }
    case 'assessment': {
      const { attempts, averageGrade, medianGrade } = row
      return { attempts, averageGrade: decimal(averageGrade), medianGrade: decimal(medianGrade) }
    }
  }
}
