import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { Course } from '#shared/course.ts'

const key: InjectionKey<Readonly<Ref<Course>>> = Symbol('course')
const reloadKey: InjectionKey<() => void> = Symbol('reload of the course')

/** Called by the layout of a course once the course is loaded. */
export function provideCourse(course: Readonly<Ref<Course>>, reload: () => void): void {
  provide(key, course)
  provide(reloadKey, reload)
}

/** The course whose pages these are. Only below the course's layout. */
export function useCourse(): Readonly<Ref<Course>> {
  const course = inject(key)
  if (!course) throw new Error('useCourse() outside the layout of a course')
  return course
}

/** Asks anew for the course itself: its class size, how far its data reach. */
export function useCourseReload(): () => void {
  const reload = inject(reloadKey)
  if (!reload) throw new Error('useCourseReload() outside the layout of a course')
  return reload
}
