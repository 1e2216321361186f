import { computed, type Ref, type WritableComputedRef } from 'vue'
import { text } from '../address.ts'
import { useAddress } from '../composables/useAddress.ts'
import { weekOfSpan, weekSpan, type DaySpan } from './time-scale.ts'
import {
  courseDays,
  isWhole,
  switchedOff,
  teachingWeek,
  wholeCourse,
  type CourseDates,
  type Switch,
} from './timeline-address.ts'

export interface TimelineAddress {
  /** The whole course, a week or some days. */
  span: WritableComputedRef<DaySpan>
  /** What is switched off in the legend. */
  hidden: WritableComputedRef<Switch[]>
  /** The key of the selected event; empty while there is none. */
  selected: WritableComputedRef<string>
}

/** What a page's charts show, kept in the address. Another span is another step of the back button. */
export function useTimelineAddress(course: Ref<CourseDates>): TimelineAddress {
  const week = useAddress('week', teachingWeek(course.value), 'push')
  const days = useAddress('days', courseDays(course.value), 'push')
  const span = computed({
    get: () => {
      if (week.value !== null) return weekSpan(week.value)
      return days.value ?? wholeCourse(course.value)
    },
    set: (chosen) => {
      week.value = isWhole(chosen, course.value) ? null : weekOfSpan(chosen)
      days.value = isWhole(chosen, course.value) || week.value !== null ? null : chosen
    },
  })
  return {
    span,
    hidden: useAddress('without', switchedOff),
    selected: useAddress('event', text),
  }
}
