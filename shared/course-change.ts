/** What stands in the way of taking something back from a course, as a sentence for whoever asked. */
import type { ImportState } from './import.ts'

/** How an import stands to the others of its course. */
export interface ImportStanding {
  state: ImportState
  /** Of the course's succeeded imports, the one that ended last. */
  newestSucceeded: number | null
  /** One that is under way. */
  running: number | null
}

/** Undefined where the import can be undone. */
export function whyNotUndone(
  importId: number,
  { state, newestSucceeded, running }: ImportStanding,
): string | undefined {
  if (state === 'undone') return `Import ${importId} was undone already.`
  if (state !== 'succeeded') {
    return `Import ${importId} is ${state}: only one that has succeeded can be undone.`
  }
  if (newestSucceeded !== importId) {
    return `Import ${newestSucceeded} came into this course after import ${importId}: undo that one first.`
  }
  return whyNotNow(running)
}

/** Undefined where no import of the course is under way. */
export function whyNotNow(running: number | null): string | undefined {
  if (running === null) return undefined
  return `Import ${running} of this course is running: wait until it has ended.`
}
