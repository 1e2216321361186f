import type { Report } from '../report.ts'
import type { Resource } from './resources.ts'

/**
 * Brings resources of `changed` that would lie below themselves to the top level. Walks up from each, but
 * never twice over the same stretch, and without recursion: a chain can be as long as there are resources.
 */
export function dropCycles(
  all: ReadonlyMap<number, Resource>,
  changed: Resource[],
  report: Report,
) {
  const changedNumbers = new Set(changed.map(({ resourceNo }) => resourceNo))
  const walkOf = new Map<number, number>()
  for (const { resourceNo: walk } of changed) {
    let at = all.get(walk)
    while (at && !walkOf.has(at.resourceNo)) {
      walkOf.set(at.resourceNo, walk)
      at = at.parentNo === null ? undefined : all.get(at.parentNo)
    }
    if (at && walkOf.get(at.resourceNo) === walk) openCycle(at, all, changedNumbers, report)
  }
}

/** Everything in the cycle that may be changed goes to the top level. */
function openCycle(
  start: Resource,
  all: ReadonlyMap<number, Resource>,
  changedNumbers: ReadonlySet<number>,
  report: Report,
) {
  let at: Resource | undefined = start
  while (at && at.parentNo !== null) {
    const next: Resource | undefined = all.get(at.parentNo)
    if (changedNumbers.has(at.resourceNo)) {
      const text = `Some resources lie below themselves (such as ${at.resourceKey}): they stand at the top level.`
      report.notice('parent_cycle', text, { file: 'all_resources.txt' })
      at.parentNo = null
    }
    at = next === start ? undefined : next
  }
}
