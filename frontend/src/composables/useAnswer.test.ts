import { effectScope, nextTick, ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { Question } from '../api/questions.ts'
import { retryFailed, useAnswer } from './useAnswer.ts'

/** Answers that come when they are told to, by the address that asked. */
function server() {
  const asked: {
    url: string
    signal?: AbortSignal
    answer: (text: string) => void
    fail: (why: Error) => void
  }[] = []
  const question = (url: string): Question<string> => ({
    url,
    send: (signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      asked.push({ url, signal, answer: resolve, fail: reject })
      return promise
    },
  })
  return { asked, question }
}
const inScope = <T>(run: () => T) => effectScope().run(run) as T

describe('an answer of the API', () => {
  it('is loading, then there', async () => {
    const { asked, question } = server()
    const answer = inScope(() => useAnswer(() => question('/a')))
    expect([answer.isLoading.value, answer.data.value]).toEqual([true, null])
    asked[0]!.answer('A')
    await vi.waitFor(() => expect(answer.data.value).toBe('A'))
    expect(answer.isLoading.value).toBe(false)
  })

  it('stays in view while another week is loaded, and outdated questions are given up', async () => {
    const { asked, question } = server()
    const week = ref(1)
    const answer = inScope(() => useAnswer(() => question(`/a?week=${week.value}`)))
    asked[0]!.answer('week 1')
    await vi.waitFor(() => expect(answer.data.value).toBe('week 1'))
    week.value = 2
    await nextTick()
    week.value = 3
    await nextTick()
    expect([answer.data.value, asked[1]!.signal?.aborted]).toEqual(['week 1', true])
    asked[2]!.answer('week 3')
    asked[1]!.answer('week 2')
    await vi.waitFor(() => expect(answer.data.value).toBe('week 3'))
  })

  it('does not stay in view when it belonged to something else', async () => {
    const { asked, question } = server()
    const course = ref(1)
    const answer = inScope(() => useAnswer(() => question(`/courses/${course.value}`)))
    asked[0]!.answer('one')
    await vi.waitFor(() => expect(answer.data.value).toBe('one'))
    course.value = 2
    await nextTick()
    expect(answer.data.value).toBeNull()
  })

  it('is not asked for again by a question that is the same', async () => {
    const { asked, question } = server()
    const other = ref(0)
    inScope(() => useAnswer(() => (other.value, question('/a'))))
    other.value += 1
    await nextTick()
    expect(asked).toHaveLength(1)
  })

  it('fails, and is there after a retry', async () => {
    const { asked, question } = server()
    const answer = inScope(() => useAnswer(() => question('/a')))
    const error = new Error('no')
    asked[0]!.fail(error)
    await vi.waitFor(() => expect(answer.error.value).toBe(error))
    answer.retry()
    await nextTick()
    expect([answer.error.value, answer.isLoading.value]).toEqual([null, true])
    asked[1]!.answer('A')
    await vi.waitFor(() => expect(answer.data.value).toBe('A'))
  })

  it('is asked for again with another that had failed as well', async () => {
    const { asked, question } = server()
    const one = inScope(() => useAnswer(() => question('/a')))
    const other = inScope(() => useAnswer(() => question('/b')))
    const well = inScope(() => useAnswer(() => question('/c')))
    asked[0]!.fail(new Error('no'))
    asked[1]!.fail(new Error('no'))
    asked[2]!.answer('C')
    await vi.waitFor(() => expect([one, other].map(({ error }) => error.value)).not.toContain(null))
    await vi.waitFor(() => expect(well.data.value).toBe('C'))
    one.retry()
    await nextTick()
    expect(asked.slice(3).map(({ url }) => url)).toEqual(['/a', '/b'])
  })

  it('is not asked for again when nobody shows it any more', async () => {
    const { asked, question } = server()
    const scope = effectScope()
    const gone = scope.run(() => useAnswer(() => question('/a')))!
    asked[0]!.fail(new Error('no'))
    await vi.waitFor(() => expect(gone.error.value).not.toBeNull())
    scope.stop()
    retryFailed()
    await nextTick()
    expect(asked).toHaveLength(1)
  })

  it('is not asked for while there is no question', () => {
    const answer = inScope(() => useAnswer<string>(() => null))
    expect([answer.isLoading.value, answer.data.value]).toEqual([false, null])
  })
})
