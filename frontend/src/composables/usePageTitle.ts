import { toValue, watchEffect, type MaybeRefOrGetter } from 'vue'

/** The title of the window: the most particular part first. */
export function usePageTitle(...parts: MaybeRefOrGetter<string | undefined>[]): void {
  watchEffect(() => {
    document.title = [...parts.map((part) => toValue(part)), 'cloop'].filter(Boolean).join(' · ')
  })
}
