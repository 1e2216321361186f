/**
 * Several parts of a page may ask the same question at once: it is sent once. It is given up when the
 * last one who asked has lost interest.
 */
interface UnderWay {
  answer: Promise<Response>
  stop: AbortController
  waiting: number
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>

export function sharedGet(fetch: Fetch) {
  const underWay = new Map<string, UnderWay>()

  function begin(url: string, init: RequestInit): UnderWay {
    const stop = new AbortController()
    const answer = fetch(url, { ...init, signal: stop.signal }).finally(() => {
      if (underWay.get(url) === question) underWay.delete(url)
    })
    const question: UnderWay = { answer, stop, waiting: 0 }
    underWay.set(url, question)
    return question
  }

  /** Rejects with the signal's reason as soon as it is aborted. */
  return async function get(url: string, init: RequestInit = {}): Promise<Response> {
    const { signal } = init
    signal?.throwIfAborted()
    const question = underWay.get(url) ?? begin(url, init)
    question.waiting += 1
    const { promise: givenUp, reject } = Promise.withResolvers<never>()
    const leave = () => {
      question.waiting -= 1
      if (question.waiting === 0) {
        underWay.delete(url)
        question.stop.abort()
      }
      reject(signal?.reason as Error)
    }
    signal?.addEventListener('abort', leave, { once: true })
    try {
      // A body can be read once: each takes a copy.
      return (await Promise.race([question.answer, givenUp])).clone()
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }
}
