import { computed, ref, type Ref } from 'vue'
import type { Course } from '#shared/course.ts'
import type { DailyVisits } from '#shared/figures.ts'
import { courseCoverage } from '../../charts/course-coverage.ts'
import { loadChart } from '../../charts/load-chart.ts'
import { placeEvents } from '../../charts/placed-event.ts'
import { isWhole } from '../../charts/timeline-address.ts'
import { useTimelineAddress } from '../../charts/useTimelineAddress.ts'
import type { Answer } from '../../composables/useAnswer.ts'
import { daysQuery } from './span-query.ts'

/** What a page shows of visits per day against events: the days chosen in the address, and what goes with them. */
export function useVisitsTimeline(course: Ref<Course>, daily: Answer<DailyVisits>) {
  // Its failure shows where a chart is drawn.
  loadChart().catch(() => undefined)
  const address = useTimelineAddress(course)
  const { span } = address
  return {
    ...address,
    /** The event under the pointer or the focus, in whichever chart. */
    pointed: ref<string | null>(null),
    isWhole: computed(() => isWhole(span.value, course.value)),
    days: computed(() => daysQuery(span.value, course.value)),
    coverage: computed(() => courseCoverage(course.value)),
    events: computed(() => placeEvents(daily.data.value?.events ?? [], course.value)),
  }
}
