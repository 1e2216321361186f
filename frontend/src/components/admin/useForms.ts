import { computed, shallowRef, watch, type WritableComputedRef } from 'vue'
import { useDrafts } from '../../composables/useDrafts.ts'
import type { Notice } from '../../composables/useNotice.ts'
import { adminTexts } from '../../texts/admin-texts.ts'
import { doingCodec, type Doing } from './doing.ts'

interface FormsOptions<Thing, Draft> {
  /** Name of the page, under which its drafts are kept. */
  place: string
  doing: WritableComputedRef<Doing | null>
  /** What is changed, by its id; undefined until it is known. */
  find: (id: string) => Thing | undefined
  /** What a form begins with; without a thing one is being made. */
  draftOf: (thing?: Thing) => Draft
  /** A draft in a few words, for the list of unfinished ones. */
  words: (draft: Draft, form: string) => string
  /** What opens the form, besides `new` and `edit`. */
  also?: string
}

interface OpenForm<Thing, Draft> {
  form: string
  before: Thing | undefined
  draft: Draft
}

/** The form that the address says is open, with its draft, and those that were left half-made. */
export function useForms<Thing, Draft extends object>(options: FormsOptions<Thing, Draft>) {
  const { place, doing, find, draftOf, words, also = 'edit' } = options
  const drafts = useDrafts<Draft>(`admin/${place}`)
  const open = shallowRef<OpenForm<Thing, Draft> | null>(null)

  function opened(): OpenForm<Thing, Draft> | null {
    const now = doing.value
    const form = doingCodec.write(now)
    if (!now || form === undefined || !['new', 'edit', also].includes(now.what)) return null
    // What is being changed stays what it was, however the list around it changes.
    if (open.value?.form === form) return open.value
    const before = now.what === 'new' ? undefined : find(now.to)
    if (now.what !== 'new' && !before) return null
    return { form, before, draft: drafts.open(form, draftOf(before)) }
  }
  watch(opened, (form) => (open.value = form), { immediate: true })

  return {
    open,
    unfinished: computed(() =>
      drafts.unfinished.value.map(({ form, draft }) => ({
        form,
        words: adminTexts.form.unfinished(words(draft, form)),
      })),
    ),
    goOn: (form: string) => (doing.value = doingCodec.read(form)),
    discardOpen: () => open.value && drafts.discard(open.value.form),
    discard(form: string, notice: Notice) {
      const bringBack = drafts.discard(form)
      notice.say(adminTexts.form.discarded, () => {
        bringBack()
        notice.dismiss()
      })
    },
  }
}
