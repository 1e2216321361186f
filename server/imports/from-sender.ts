import { ApiError } from '../api-error.ts'
import type { Deps } from '../deps.ts'

/** A sender from whom nothing comes for so long is gone, or wants to hold us up. */
const silenceMs = 60_000

/**
 * The body of a request that may take hours, as it comes. Throws, for the sender to read, when it breaks off,
 * when nothing comes any more, and when the process is about to end.
 */
export async function* fromSender(
  body: ReadableStream<Uint8Array>,
  { stopping }: Pick<Deps, 'stopping'>,
): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader()
  let failure: ApiError | undefined
  let isWaiting = true

  function fail(error: ApiError) {
    failure ??= error
    // Ends the read that is under way.
    void reader.cancel().catch(() => {})
  }
  const timer = setTimeout(() => {
    if (isWaiting) fail(new ApiError(408, `Nothing has come for ${silenceMs / 1000} s.`))
    // A slow disk of ours is not the sender's silence.
    else timer.refresh()
  }, silenceMs)
  const end = () => fail(ending())
  stopping.addEventListener('abort', end)
  if (stopping.aborted) end()

  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (failure) throw failure
      if (done) return
      isWaiting = false
      yield value
      isWaiting = true
      timer.refresh()
    }
  } catch (error) {
    throw error instanceof ApiError ? error : brokenOff()
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', end)
    reader.releaseLock()
  }
}

const brokenOff = () => new ApiError(400, 'The upload broke off: send the file again.')

const ending = () =>
  new ApiError(503, 'The site is about to end: send the file again in a moment.', {
    headers: { 'Retry-After': '30' },
  })
