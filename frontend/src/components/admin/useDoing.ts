import { nextTick } from 'vue'
import { useAddress } from '../../composables/useAddress.ts'
import { useNotice } from '../../composables/useNotice.ts'
import { doingCodec } from './doing.ts'
import { explainToAdministrator } from './explain-refusal.ts'

/** What is being done on a page of the administration, and the notice that says what has been done. */
export function useDoing({ reload }: { reload: () => void }) {
  const doing = useAddress('do', doingCodec, 'push')
  const notice = useNotice()

  function start(what: string, to: string | number = '') {
    doing.value = { what, to: String(to) }
  }
  function done(words: string, back: (() => void | Promise<void>) | null = null) {
    doing.value = null
    notice.say(words, back)
    reload()
  }
  /** Does something at once; `failed` says in words that it was not done, and why. */
  async function act(
    what: () => Promise<unknown>,
    words: string,
    failed: (why: string) => string,
    back: (() => void | Promise<void>) | null = null,
  ) {
    try {
      await what()
      done(words, back)
    } catch (error) {
      notice.say(failed(explainToAdministrator(error)))
    }
  }
  async function dismiss() {
    notice.dismiss()
    await nextTick()
    if (document.activeElement === document.body) document.querySelector('h1')?.focus()
  }
  const close = () => (doing.value = null)
  return { doing, notice, start, done, act, close, dismiss }
}
