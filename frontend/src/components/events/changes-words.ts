import type { EventChanges } from '#shared/event-changes.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.events.changes

/** How many events are new, changed, deleted, here already and left out, as far as there are any. */
export function summaryOf({ events, removed, unchanged, skipped }: EventChanges): string {
  const added = events.filter(({ change }) => change === 'added').length
  const parts = [
    { count: added, say: t.added },
    { count: events.length - added, say: t.changed },
    { count: removed.length, say: t.removed },
    { count: unchanged, say: t.unchanged },
    { count: skipped.length, say: t.skipped },
  ]
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, say }) => say(count))
    .join(', ')
}

export const hasChanges = ({ events, removed }: EventChanges): boolean =>
  events.length + removed.length > 0

/** Said of titles that share one reason: each once, and how many more there are. */
export function titlesOf(skipped: readonly { title: string }[]): string {
  const titles = [...new Set(skipped.map(({ title }) => title || t.untitled))]
  const shown = titles.slice(0, 20)
  const rest = titles.length - shown.length
  return [...shown, ...(rest > 0 ? [t.more(rest)] : [])].join(' · ')
}
