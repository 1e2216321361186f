import { describe, expect, it } from 'vitest'
import { sharedGet } from './shared-get.ts'

/** A server that answers when it is told to. */
function slowServer() {
  const requests: { url: string; signal: AbortSignal; answer: (text: string) => void }[] = []
  const fetch = (url: string, init: RequestInit) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const signal = init.signal as AbortSignal
    signal.addEventListener('abort', () => reject(signal.reason as Error))
    requests.push({ url, signal, answer: (text) => resolve(new Response(text)) })
    return promise
  }
  return { requests, get: sharedGet(fetch) }
}
const textOf = async (response: Promise<Response>) => (await response).text()

describe('questions asked at the same time', () => {
  it('are sent once, and each asker reads the whole answer', async () => {
    const { requests, get } = slowServer()
    const both = [textOf(get('/a')), textOf(get('/a'))]
    expect(requests).toHaveLength(1)
    requests[0]!.answer('yes')
    expect(await Promise.all(both)).toEqual(['yes', 'yes'])
  })

  it('are sent again when the earlier one has been answered', async () => {
    const { requests, get } = slowServer()
    const first = get('/a')
    requests[0]!.answer('1')
    await first
    void get('/a')
    expect(requests).toHaveLength(2)
  })

  it('go on for the others when one loses interest, and stop with the last', async () => {
    const { requests, get } = slowServer()
    const [one, other] = [new AbortController(), new AbortController()]
    const first = get('/a', { signal: one.signal })
    const second = get('/a', { signal: other.signal })
    one.abort()
    await expect(first).rejects.toThrow(/abort/i)
    expect(requests[0]!.signal.aborted).toBe(false)
    other.abort()
    await expect(second).rejects.toThrow(/abort/i)
    expect(requests[0]!.signal.aborted).toBe(true)
  })

  it('begin anew after having been given up', async () => {
    const { requests, get } = slowServer()
    const stop = new AbortController()
    const given = get('/a', { signal: stop.signal })
    stop.abort()
    await expect(given).rejects.toThrow()
    const again = textOf(get('/a'))
    requests[1]!.answer('fresh')
    expect(await again).toBe('fresh')
  })

  it('are not sent at all when the interest is gone before', async () => {
    const { requests, get } = slowServer()
    await expect(get('/a', { signal: AbortSignal.abort() })).rejects.toThrow()
    expect(requests).toHaveLength(0)
  })
})
