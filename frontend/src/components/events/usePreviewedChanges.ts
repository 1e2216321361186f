import { ref, shallowRef } from 'vue'
import type { EventChanges } from '#shared/event-changes.ts'
import { explainError } from '../../texts/explain-error.ts'

/** Asks for changes, or, with `dryRun`, for what they would be. */
export type AskForChanges = (options: { dryRun: boolean }) => Promise<EventChanges>

/** Changes that are shown before they are carried out. What was chosen last counts, however late others answer. */
export function usePreviewedChanges() {
  const changes = shallowRef<EventChanges | null>(null)
  const error = ref('')
  const isBusy = ref(false)
  let chosen: AskForChanges | null = null

  async function run(ask: AskForChanges, dryRun: boolean): Promise<EventChanges | null> {
    error.value = ''
    isBusy.value = true
    try {
      const answer = await ask({ dryRun })
      return ask === chosen ? answer : null
    } catch (cause) {
      if (ask === chosen) error.value = explainError(cause)
      return null
    } finally {
      if (ask === chosen) isBusy.value = false
    }
  }

  async function preview(ask: AskForChanges): Promise<void> {
    chosen = ask
    changes.value = null
    const answer = await run(ask, true)
    if (answer) changes.value = answer
  }
  /** What has been done; null where that failed, for the reason in `error`. */
  async function carryOut(): Promise<EventChanges | null> {
    return chosen && !isBusy.value ? run(chosen, false) : null
  }
  return { changes, error, isBusy, preview, carryOut }
}
