import type { PlacedEvent } from './placed-event.ts'

/** The event that all charts of a page show: one occurrence of it, and its sisters a little less. */
export type Marked = Pick<PlacedEvent, 'key' | 'eventId'>

/** Whether an event steps back behind the marked one. */
export function isDimmed(event: PlacedEvent, marked: Marked | null): boolean {
  return marked !== null && event.eventId !== marked.eventId
}
