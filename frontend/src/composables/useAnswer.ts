import {
  computed,
  onScopeDispose,
  readonly,
  ref,
  shallowRef,
  watch,
  type Ref,
  type ShallowRef,
} from 'vue'
import { isAbort } from '../api/client.ts'
import type { Question } from '../api/questions.ts'
import { knowUser } from './useSession.ts'

export interface Answer<T> {
  /** The newest answer; while the next is on its way, still the one before. */
  data: Readonly<ShallowRef<T | null>>
  error: Readonly<Ref<unknown>>
  isLoading: Readonly<Ref<boolean>>
  /** Asks the same question again, and whatever else has failed: it was for the same reason, as a rule. */
  retry: () => void
}

/** Asks again what has failed, each answer for itself. */
const failed = new Set<() => void>()
/** Asks again whatever has failed. */
export const retryFailed = () => [...failed].forEach((again) => again())

const pathOf = (url: string | undefined) => url?.split('?')[0]

/**
 * Asks the API, and asks anew when the question that `ask` puts becomes another one; an answer that is no
 * longer wanted is given up. `null` asks nothing. What was loaded stays visible until the next answer is
 * there if only the query has changed (another week), not if the path has (another course).
 */
export function useAnswer<T>(ask: () => Question<T> | null): Answer<T> {
  const question = computed(ask)
  const data = shallowRef<T | null>(null)
  const error = shallowRef<unknown>(null)
  const isLoading = ref(false)
  const attempt = ref(0)
  const again = () => void (attempt.value += 1)
  onScopeDispose(() => failed.delete(again))

  async function load(onCleanup: (stop: () => void) => void): Promise<void> {
    const asked = question.value
    error.value = null
    failed.delete(again)
    isLoading.value = asked !== null
    if (asked === null) return
    const giveUp = new AbortController()
    onCleanup(() => giveUp.abort())
    try {
      const answer = await asked.send(giveUp.signal)
      if (giveUp.signal.aborted) return
      data.value = answer
    } catch (cause) {
      if (giveUp.signal.aborted || isAbort(cause)) return
      data.value = null
      error.value = cause
      failed.add(again)
    }
    isLoading.value = false
  }

  watch(
    [() => question.value?.url, attempt] as const,
    ([url], [oldUrl], onCleanup) => {
      if (pathOf(url) !== pathOf(oldUrl)) data.value = null
      void load(onCleanup)
    },
    { immediate: true },
  )

  const retry = () => {
    again()
    retryFailed()
    // Where nothing could be reached, it is not known either who is there.
    void knowUser()
  }
  return { data, error: readonly(error), isLoading: readonly(isLoading), retry }
}
