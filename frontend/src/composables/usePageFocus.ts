import { readonly, ref } from 'vue'
import { useRouter } from 'vue-router'

/** Whether somebody has gone to a page whose heading has not appeared yet. */
let isAwaited = false
const announcement = ref('')

/**
 * After going to another page the focus is on its heading and its title is announced, as it would be
 * after loading a document: until the heading is there, on `<main>`. Changes of the query (a week, a tab)
 * leave the focus where it is. Called once, by the shell.
 */
export function usePageFocus() {
  useRouter().afterEach((to, from) => {
    const isFirstPage = from.matched.length === 0
    if (isFirstPage || to.path === from.path) return
    isAwaited = true
    document.getElementById('main')?.focus({ preventScroll: true })
  })
  return { announcement: readonly(announcement) }
}

/** A page's heading has appeared: takes the focus if it is still awaited and nobody has moved it on. */
export function welcomeHeading(heading: HTMLElement | null): void {
  const isStillThere = document.activeElement?.id === 'main'
  if (isAwaited && isStillThere) {
    heading?.focus({ preventScroll: true })
    announcement.value = document.title
  }
  isAwaited = false
}
