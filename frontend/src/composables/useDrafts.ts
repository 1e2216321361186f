import { computed, reactive } from 'vue'
import { useSession } from './useSession.ts'

interface KeptDraft {
  draft: object
  /** As it was before anybody typed. */
  initial: string
}

/** Half-made forms of everybody who has signed in here since the page was loaded, by person, place and form. */
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

/** Keeps what was typed into the forms of a page until it is saved or discarded, wherever one goes meanwhile. */
export function useDrafts<Draft extends object>(place: string) {
  guardOnce()
  const { user } = useSession()
  const prefix = computed(() => `${user.value?.id}/${place}/`)

  /** The draft of this form, as it was left, or beginning with `initial`. */
  function open(form: string, initial: Draft): Draft {
    const key = prefix.value + form
    const known = kept.get(key)
    if (known && isTouched(known)) return known.draft as Draft
    const draft = reactive({ ...initial }) as Draft
    kept.set(key, { draft, initial: JSON.stringify(initial) })
    return draft
  }
  /** Forgets a draft; what comes back brings it back. */
  function discard(form: string): () => void {
    const key = prefix.value + form
    const draft = kept.get(key)
    kept.delete(key)
    return () => void (draft && kept.set(key, draft))
  }

  const unfinished = computed(() =>
    [...kept]
      .filter(([key, draft]) => key.startsWith(prefix.value) && isTouched(draft))
      .map(([key, { draft }]) => ({ form: key.slice(prefix.value.length), draft: draft as Draft })),
  )
  return { open, discard, unfinished }
}
