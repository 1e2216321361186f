import { nextTick, ref, useTemplateRef } from 'vue'
import type { FormErrors } from '../form-errors.ts'

interface FormOptions {
  /** What can be seen to be wrong before asking the server; nothing if all is well. */
  check: () => FormErrors
  send: () => Promise<void>
  /** What a refusal of the server means. */
  explain: (error: unknown) => FormErrors
}

/**
 * A form that says what is wrong beside the field, keeps what was typed, and puts the focus on the first
 * wrong field. Its element bears `ref="form"`. The button stays enabled: a disabled one loses the focus.
 */
export function useForm({ check, send, explain }: FormOptions) {
  const errors = ref<FormErrors>({})
  const isSending = ref(false)
  const isDone = ref(false)
  const form = useTemplateRef<HTMLFormElement>('form')

  async function focusFirstWrong(): Promise<void> {
    await nextTick()
    form.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }

  async function submit(): Promise<void> {
    if (isSending.value) return
    isDone.value = false
    errors.value = check()
    if (Object.keys(errors.value).length > 0) return focusFirstWrong()
    isSending.value = true
    try {
      await send()
      isDone.value = true
    } catch (error) {
      errors.value = explain(error)
      await focusFirstWrong()
    } finally {
      isSending.value = false
    }
  }

  return { errors, isSending, isDone, submit }
}
