import { computed, ref, shallowRef } from 'vue'

type WayBack = () => void | Promise<void>

/** What has just been done, in words, and the way back where there is one. */
export function useNotice() {
  const message = ref('')
  const wayBack = shallowRef<WayBack | null>(null)

  function say(words: string, back: WayBack | null = null): void {
    message.value = words
    wayBack.value = back
  }
  return {
    message,
    wayBack,
    canUndo: computed(() => wayBack.value !== null),
    say,
    undo: () => wayBack.value?.(),
    dismiss: () => say(''),
  }
}
export type Notice = ReturnType<typeof useNotice>
