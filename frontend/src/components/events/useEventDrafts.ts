import { computed, reactive, type Ref } from 'vue'
import type { Course } from '#shared/course.ts'
import { useSession } from '../../composables/useSession.ts'
import { doingCodec, type Doing } from './doing.ts'
import type { EventDraft } from './event-draft.ts'

interface KeptDraft {
  doing: Doing
  draft: EventDraft
  /** As it was before anybody typed. */
  initial: string
}

/** Half-made events of everybody who has signed in here since the page was loaded, by person, course and what is done. */
const kept = reactive(new Map<string, KeptDraft>())

const isTouched = ({ draft, initial }: KeptDraft) => JSON.stringify(draft) !== initial

let isGuarding = false
/** Before the window closes, or loads anew, the browser asks: then the drafts would be gone. */
function guardOnce(): void {
  if (isGuarding) return
  isGuarding = true
  window.addEventListener('beforeunload', (event) => {
    if ([...kept.values()].some(isTouched)) event.preventDefault()
  })
}

/** Keeps what was typed into the form of an event until it is saved or discarded, wherever one goes meanwhile. */
export function useEventDrafts(course: Readonly<Ref<Pick<Course, 'id'>>>) {
  guardOnce()
  const { user } = useSession()
  const place = computed(() => `${user.value?.id}/${course.value.id}/`)
  const keyOf = (doing: Doing) => `${place.value}${doingCodec.write(doing)}`

  /** The draft for this, as it was left, or beginning with `initial`. */
  function open(doing: Doing, initial: EventDraft): EventDraft {
    const key = keyOf(doing)
    const known = kept.get(key)
    if (known && isTouched(known)) return known.draft
    const draft = reactive({ ...initial })
    kept.set(key, { doing, draft, initial: JSON.stringify(initial) })
    return draft
  }
  /** Forgets a draft; what comes back brings it back. */
  function discard(doing: Doing): () => void {
    const key = keyOf(doing)
    const draft = kept.get(key)
    kept.delete(key)
    return () => void (draft && kept.set(key, draft))
  }

  const unfinished = computed(() =>
    [...kept]
      .filter(([key, draft]) => key.startsWith(place.value) && isTouched(draft))
      .map(([key, { doing, draft }]) => ({ key, doing, title: draft.title.trim() })),
  )
  return { open, discard, unfinished }
}
