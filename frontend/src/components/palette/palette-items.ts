import type { RouteLocationRaw } from 'vue-router'
import type { ListedCourse } from '#shared/course.ts'
import type { SearchAnswer } from '#shared/figures.ts'
import { matcherOf } from '#shared/word-search.ts'
import { coursePages } from '../../course-pages.ts'
import { texts } from '../../texts/texts.ts'

/** A place that one can go to. */
export interface PaletteItem {
  key: string
  label: string
  /** Tells it from others of the same name. */
  hint: string
  to: RouteLocationRaw
}
export const paletteGroups = ['pages', 'courses', 'students', 'resources'] as const

/** Pages that stand on their own. */
export interface SitePage {
  name: string
  label: string
  /** What they belong to. */
  hint?: string
}

interface Known {
  search: string
  courses: readonly ListedCourse[]
  sitePages: readonly SitePage[]
  /** The course whose page is open. */
  current: ListedCourse | null
}
const mostCourses = 8

/** What can be found without asking: pages of the open course and of the site, and courses. */
export function knownPlaces({ search, courses, sitePages, current }: Known) {
  const isWanted = search.trim() === '' ? () => true : matcherOf(search)
  const ofCourse = (current ? coursePages : []).map(({ name, label }) => ({
    key: `page ${name}`,
    label,
    hint: current?.title ?? '',
    to: { name, params: { courseId: current?.id } },
  }))
  const ofSite = sitePages.map(({ name, label, hint = '' }) => ({
    key: `page ${name}`,
    label,
    hint,
    to: { name },
  }))
  return {
    pages: [...ofCourse, ...ofSite].filter(({ label }) => isWanted(label)),
    courses: courses
      .filter(({ title, code, offering }) => isWanted(title, code, offering))
      .slice(0, mostCourses)
      .map(courseItem),
  }
}

const courseItem = ({ id, code, title, offering }: ListedCourse): PaletteItem => ({
  key: `course ${id}`,
  label: title,
  hint: [code, offering].filter(Boolean).join(' · '),
  to: { name: 'dashboard', params: { courseId: id } },
})

/** What a search of a course found. */
export function foundPlaces({ id: courseId, title }: ListedCourse, answer: SearchAnswer) {
  const { categories } = texts.shell
  return {
    students: answer.students.map(({ id, name, key }): PaletteItem => ({
      key: `student ${id}`,
      label: name,
      hint: `${key} · ${title}`,
      to: { name: 'student', params: { courseId, studentId: id } },
    })),
    resources: answer.resources.map((resource): PaletteItem => ({
      key: `resource ${resource.id}`,
      label: resource.title,
      hint: `${categories[resource.category]} · ${title}`,
      to: { name: 'resource', params: { courseId, resourceId: resource.id } },
    })),
  }
}

/** The courses that are searched, the open one first, then those with the newest activity: not all of a university. */
export function searchedCourses(
  courses: readonly ListedCourse[],
  current: ListedCourse | null,
): ListedCourse[] {
  const newest = courses
    .filter(({ id, lastActivityAt }) => id !== current?.id && lastActivityAt !== null)
    .sort((a, b) => (b.lastActivityAt ?? '').localeCompare(a.lastActivityAt ?? ''))
  return [...(current ? [current] : []), ...newest].slice(0, mostSearched)
}
const mostSearched = 6
