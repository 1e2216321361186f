import { laneHeight, tickRowHeight, type ArrangedEvents } from './arrange-events.ts'
import { moreWidth } from './event-lanes.ts'
import { shortestTarget } from './palette.ts'

/** A place above the plot that can be pointed at, with the events that it stands for. */
export interface EventSpot {
  keys: string[]
  /** Where its events stand on the time line, for walking through them in order. */
  at: number
  x: number
  y: number
  width: number
  height: number
}

function laneSpots({ lanes }: ArrangedEvents): EventSpot[] {
  return lanes.marks.map(({ key, lane, x, endX, titleX, titleRoom }) => {
    const from = Math.min(x - 6, titleX)
    const to = Math.max(endX + 6, titleX + titleRoom)
    const y = lane * laneHeight
    return { keys: [key], at: x, x: from, y, width: to - from, height: laneHeight }
  })
}

function moreSpots({ lanes }: ArrangedEvents): EventSpot[] {
  const y = lanes.lanes * laneHeight
  return lanes.more.map(({ x, keys }) => ({
    keys,
    at: x,
    x,
    y,
    width: moreWidth,
    height: laneHeight,
  }))
}

function tickSpots({ lanes, rows }: ArrangedEvents): EventSpot[] {
  const top = (lanes.lanes + (lanes.more.length > 0 ? 1 : 0)) * laneHeight
  return rows.flatMap(({ ticks, title }, row) =>
    ticks.map(({ x, keys }, index) => {
      const distance = (ticks[index + 1]?.x ?? Infinity) - x
      const before = x - (ticks[index - 1]?.x ?? -Infinity)
      const half = Math.min(shortestTarget, distance, before) / 2
      const to =
        title?.x !== undefined && title.x - x < 12 && title.x > x ? title.x + title.room : x + half
      const y = top + row * tickRowHeight
      return { keys, at: x, x: x - half, y, width: to - x + half, height: tickRowHeight }
    }),
  )
}

/** All places, in the order of time. */
export function eventSpots(arranged: ArrangedEvents): EventSpot[] {
  return [...laneSpots(arranged), ...moreSpots(arranged), ...tickSpots(arranged)].sort(
    (a, b) => a.at - b.at || a.y - b.y,
  )
}
