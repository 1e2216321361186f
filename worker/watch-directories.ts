import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const everyMs = 1000

/**
 * Calls `onChange` when something has come into or left one of the directories, and once at the start. It
 * asks for the directories' own times: that costs one call each, works on every file system and misses
 * nothing that listing would find, where `fs.watch` is silent on network shares and drops events in a rush.
 */
export async function watchDirectories(
  directories: readonly string[],
  onChange: () => void,
  stopping: AbortSignal,
): Promise<void> {
  let before: string | undefined
  while (!stopping.aborted) {
    const now = (await Promise.all(directories.map(changeTime))).join()
    if (now !== before) onChange()
    before = now
    await sleep(everyMs, undefined, { signal: stopping }).catch(() => {})
  }
}

/** A directory that cannot be looked at has no time; that is for the scan to complain about. */
async function changeTime(directory: string): Promise<string> {
  return stat(directory, { bigint: true }).then(
    ({ mtimeNs }) => String(mtimeNs),
    () => '',
  )
}
