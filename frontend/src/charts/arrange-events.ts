import { layOutLanes, type EventLanes, type LaneItem } from './event-lanes.ts'
import { layOutTicks, type TickRow } from './event-ticks.ts'
import { touchesSpan, type PlacedEvent } from './placed-event.ts'
import { readsByDay } from './time-axis.ts'
import { xOf, type TimeScale } from './time-scale.ts'

export interface ArrangedEvents {
  lanes: EventLanes
  /** Rows of repeating events, where a picture of weeks shows them as ticks. */
  rows: TickRow[]
}

export interface EventsRoom {
  maxLanes: number
  maxRows: number
  measure: (title: string) => number
}

const longestTitle = 200

function laneItem(event: PlacedEvent, scale: TimeScale, room: EventsRoom): LaneItem {
  const titleWidth = Math.min(Math.ceil(room.measure(event.title)) + 1, longestTitle)
  const right = scale.left + scale.width
  const endX = Math.min(xOf(scale, event.end), right)
  return { key: event.key, x: xOf(scale, event.start), endX, titleWidth }
}

function groupedById(events: readonly PlacedEvent[]): PlacedEvent[][] {
  return [...Map.groupBy(events, ({ eventId }) => eventId).values()]
}

/** Where the events of the span stand above the plot. Days are wide enough to name each occurrence. */
export function arrangeEvents(
  events: readonly PlacedEvent[],
  scale: TimeScale,
  room: EventsRoom,
): ArrangedEvents {
  const visible = events.filter((event) => touchesSpan(event, scale.span))
  const isTick = ({ kind }: PlacedEvent) => kind === 'repeating' && !readsByDay(scale.span)
  const right = scale.left + scale.width
  const lanes = layOutLanes(
    visible.filter((event) => !isTick(event)).map((event) => laneItem(event, scale, room)),
    { left: scale.left, right, maxLanes: room.maxLanes },
  )
  const rows = layOutTicks(
    groupedById(visible.filter(isTick)).map((occurrences) => ({
      eventId: occurrences[0]?.eventId ?? 0,
      titleWidth: Math.ceil(room.measure(occurrences[0]?.title ?? '')) + 1,
      ticks: occurrences.map(({ key, start }) => ({ key, x: xOf(scale, start) })),
    })),
    { right, maxRows: room.maxRows },
  )
  return { lanes, rows }
}

export const laneHeight = 24
export const tickRowHeight = 20

export function arrangedHeight({ lanes, rows }: ArrangedEvents): number {
  const used = lanes.lanes + (lanes.more.length > 0 ? 1 : 0)
  return used * laneHeight + rows.length * tickRowHeight
}
