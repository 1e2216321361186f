import { onBeforeUnmount, onMounted, reactive, ref } from 'vue'
import type { Import, ImportProgress } from '#shared/import.ts'
import { followImports } from '../../../api/import-progress.ts'

/** Not more often than this is asked anew how things stand. */
const pauseMilliseconds = 1000
/** A stream tells of what has not ended by its first look, which is over by then. */
const firstLookMilliseconds = 2500
const ends = (state: Import['state']) => state !== 'queued' && state !== 'running'

/**
 * How imports get on, as it happens. `now` gives an import as it stands; `reload` is called when one has come,
 * begun or ended, since then there is more to show than the stream tells, and when the stream has begun, since
 * something may have ended just before.
 */
export function useImportProgress(reload: (news?: ImportProgress) => void) {
  const known = reactive(new Map<number, ImportProgress>())
  const isLive = ref(true)
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  let stop: (() => void) | undefined

  function reloadSoon(news?: ImportProgress): void {
    const id = news?.id ?? 0
    if (timers.has(id)) return
    const pause = news ? pauseMilliseconds : firstLookMilliseconds
    const timer = setTimeout(() => {
      timers.delete(id)
      reload(news)
    }, pause)
    timers.set(id, timer)
  }
  function onProgress(news: ImportProgress): void {
    const before = known.get(news.id)
    known.set(news.id, news)
    if (before?.state !== news.state) reloadSoon(news)
  }
  function onLive(live: boolean): void {
    isLive.value = live
    if (live) reloadSoon()
  }
  onMounted(() => (stop = followImports({ onProgress, onLive })))
  onBeforeUnmount(() => {
    stop?.()
    timers.forEach((timer) => clearTimeout(timer))
  })

  /** What the stream has told is newer than a list that says the import has not ended. */
  function now(one: Import): Pick<Import, 'state' | 'progress'> {
    const news = known.get(one.id)
    return news && !ends(one.state) ? news : one
  }
  return { isLive, now, forget: (id: number) => known.delete(id) }
}
