import type { Category } from '#shared/resource-category.ts'

export type CategoryTab = 'visits' | 'posts' | 'attempts' | 'students' | 'grades' | 'before-after'

/** What the page of a category shows; the first is the usual one. */
export const categoryTabs = {
  content: ['visits', 'students', 'before-after'],
  communication: ['visits', 'posts', 'students', 'before-after'],
  assessment: ['visits', 'attempts', 'students', 'grades', 'before-after'],
} as const satisfies Record<Category, readonly CategoryTab[]>
