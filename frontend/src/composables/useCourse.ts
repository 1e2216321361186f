import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { Course } from '#shared/course.ts'

const key: InjectionKey<Readonly<Ref<Course>>> = Symbol('course')

/** Called by the layout of a course once the course is loaded. */
export function provideCourse(course: Readonly<Ref<Course>>): void {
  provide(key, course)
}

/** The course whose pages these are. Only below the course's layout. */
export function useCourse(): Readonly<Ref<Course>> {
  const course = inject(key)
  if (!course) throw new Error('useCourse() outside the layout of a course')
  return course
}
