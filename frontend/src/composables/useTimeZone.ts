import { computed } from 'vue'
import { formatInstant, formatZone } from '../texts/format.ts'
import { useSession } from './useSession.ts'

/** The zone in which a person reads times that belong to no course: their own choice, else the browser's. */
export function useTimeZone() {
  const { user } = useSession()
  const timeZone = computed(
    () => user.value?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  )
  return {
    timeZone,
    zoneText: computed(() => formatZone(timeZone.value)),
    instantText: (instant: string) => formatInstant(instant, timeZone.value),
  }
}
