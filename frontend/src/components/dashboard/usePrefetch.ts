import { onBeforeUnmount, watchEffect, type Ref } from 'vue'
import type { Course } from '#shared/course.ts'
import { categories } from '#shared/resource-category.ts'
import { histogram, hours, topResources, topStudents, type Question } from '../../api/questions.ts'
import { weekOfSpan, weekSpan, type DaySpan } from '../../charts/time-scale.ts'
import { isWhole } from '../../charts/timeline-address.ts'
import { daysQuery } from './span-query.ts'

/** Long enough for what the page itself asks to be asked first. */
const restMilliseconds = 600

function questionsOf(course: Course, week: number): Question<unknown>[] {
  const days = daysQuery(weekSpan(week), course)
  return [
    histogram(course.id, days),
    hours(course.id, days),
    ...categories.map((category) => topResources(course.id, category, { week })),
    topStudents(course.id, { week }),
  ]
}

/** Fetches the weeks beside the one shown into the browser's cache, so that going on is quick. */
export function usePrefetch(
  course: Readonly<Ref<Course>>,
  span: Readonly<Ref<DaySpan>>,
  isReady: () => boolean,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let giveUp = new AbortController()

  function stop() {
    clearTimeout(timer)
    giveUp.abort()
  }
  function fetchWeeks(weeks: number[]) {
    giveUp = new AbortController()
    for (const week of weeks) {
      for (const question of questionsOf(course.value, week)) {
        // What fails here is asked again, and its failure shown, when somebody goes there.
        question.send(giveUp.signal).catch(() => undefined)
      }
    }
  }
  watchEffect((onCleanup) => {
    if (!isReady()) return
    const shown = isWhole(span.value, course.value) ? 0 : weekOfSpan(span.value)
    if (shown === null) return
    const weeks = [shown - 1, shown + 1].filter((week) => week >= 1 && week <= course.value.weeks)
    timer = setTimeout(() => fetchWeeks(weeks), restMilliseconds)
    onCleanup(stop)
  })
  onBeforeUnmount(stop)
}
