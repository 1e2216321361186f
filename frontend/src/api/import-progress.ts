import type { ImportProgress } from '#shared/import.ts'

const pauseMilliseconds = 10_000

interface Listener {
  onProgress: (news: ImportProgress) => void
  /** Whether the connection stands. */
  onLive: (isLive: boolean) => void
}

/**
 * Follows imports by server-sent events until the returned function is called. The browser connects anew by
 * itself after the network has failed; where the server has refused, it is asked again after a pause.
 */
export function followImports({ onProgress, onLive }: Listener): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function connect(): void {
    source = new EventSource('/api/admin/imports/stream')
    source.addEventListener('open', () => onLive(true))
    source.addEventListener('progress', ({ data }: MessageEvent<string>) =>
      onProgress(JSON.parse(data) as ImportProgress),
    )
    source.addEventListener('error', () => {
      onLive(false)
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, pauseMilliseconds)
    })
  }
  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
