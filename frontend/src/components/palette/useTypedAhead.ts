import { onBeforeUnmount, ref } from 'vue'

/** Collects what is typed while the field for it is still on its way; Escape is no longer waiting for it. */
export function useTypedAhead(giveUp: () => void) {
  const typed = ref('')

  function onKeydown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.key === 'Escape') giveUp()
    else if (event.key === 'Backspace') typed.value = typed.value.slice(0, -1)
    else if ([...event.key].length === 1) typed.value += event.key
    else return
    // It is not meant for whatever has the focus as yet.
    event.preventDefault()
    event.stopPropagation()
  }
  const stop = () => document.removeEventListener('keydown', onKeydown, true)
  function start() {
    typed.value = ''
    document.addEventListener('keydown', onKeydown, true)
  }
  onBeforeUnmount(stop)
  return { typed, start, stop }
}
