/** A browser that listens to server-sent events. */
export interface Listener {
  readonly sessionId: string
  /** Knows nothing yet. */
  isNew: boolean
  heardAt: number
  readonly stream: ReadableStreamDefaultController<Uint8Array>
}

/** Chunks that wait for a listener who does not read; then the stream ends, and may be opened again. */
const mostWaiting = 64
const heartbeat = ': here\n\n'
const encoder = new TextEncoder()

/** The open streams of server-sent events of one kind; at the end of the process all of them end. */
export function createEventStreams(stopping: AbortSignal, heartbeatMs: number) {
  const listeners = new Set<Listener>()

  function close(listener: Listener) {
    if (listeners.delete(listener)) listener.stream.close()
  }

  function tell(listener: Listener, text: string) {
    if ((listener.stream.desiredSize ?? 0) < -mostWaiting) return close(listener)
    listener.heardAt = performance.now()
    listener.stream.enqueue(encoder.encode(text))
  }

  stopping.addEventListener('abort', () => {
    for (const listener of listeners) close(listener)
  })

  return {
    all: () => [...listeners],
    close,
    /** Tells it, or, where there is nothing to tell for long, that the stream still stands. */
    tell(listener: Listener, text: string) {
      const isQuiet = performance.now() - listener.heardAt < heartbeatMs
      if (text !== '' || !isQuiet) tell(listener, text || heartbeat)
    },
    open(sessionId: string): ReadableStream<Uint8Array> {
      let listener: Listener | undefined
      return new ReadableStream<Uint8Array>({
        start(stream) {
          if (stopping.aborted) return stream.close()
          listener = { sessionId, stream, isNew: true, heardAt: 0 }
          listeners.add(listener)
          // The first chunk lets the browser see that the stream stands.
          tell(listener, heartbeat)
        },
        cancel() {
          if (listener) listeners.delete(listener)
        },
      })
    },
  }
}
