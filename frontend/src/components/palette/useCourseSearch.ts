import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import type { ListedCourse } from '#shared/course.ts'
import type { SearchAnswer } from '#shared/figures.ts'
import { isAbort } from '../../api/client.ts'
import { searchCourse } from '../../api/questions.ts'

/** Long enough that not every letter asks. */
const restMilliseconds = 150

interface Found {
  course: ListedCourse
  answer: SearchAnswer
}

/** Students and resources of some courses by what was typed; a newer search gives the older one up. */
export function useCourseSearch(
  search: Readonly<Ref<string>>,
  courses: Readonly<Ref<readonly ListedCourse[]>>,
) {
  const found = shallowRef<Found[]>([])
  const isSearching = ref(false)
  const hasFailed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let giveUp = new AbortController()

  async function ask(words: string): Promise<void> {
    giveUp = new AbortController()
    const { signal } = giveUp
    try {
      const answers = await Promise.all(
        courses.value.map(async (course) => {
          return { course, answer: await searchCourse(course.id, words).send(signal) }
        }),
      )
      if (signal.aborted) return
      found.value = answers
    } catch (error) {
      if (signal.aborted || isAbort(error)) return
      found.value = []
      hasFailed.value = true
    }
    isSearching.value = false
  }

  function stop() {
    clearTimeout(timer)
    giveUp.abort()
  }
  const courseIds = computed(() => courses.value.map(({ id }) => id).join(' '))
  watch([search, courseIds], () => {
    stop()
    const words = search.value.trim()
    hasFailed.value = false
    isSearching.value = words !== '' && courses.value.length > 0
    if (!isSearching.value) found.value = []
    else timer = setTimeout(() => void ask(words), restMilliseconds)
  })
  onBeforeUnmount(stop)
  return { found, isSearching, hasFailed }
}
