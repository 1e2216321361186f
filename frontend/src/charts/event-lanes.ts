/** An event to be laid out, all in pixels: its mark from `x` to `endX` and the width of its whole title. */
export interface LaneItem {
  key: string
  x: number
  endX: number
  titleWidth: number
}

/** Where it came to stand. The title may use `titleRoom` pixels from `titleX`; the rest is cut off. */
export interface LaneMark {
  key: string
  lane: number
  x: number
  endX: number
  titleX: number
  titleRoom: number
}

/** Events that found no room, opened together. */
export interface MoreMark {
  x: number
  keys: string[]
}

export interface LaneRoom {
  left: number
  right: number
  maxLanes: number
}

export interface EventLanes {
  marks: LaneMark[]
  more: MoreMark[]
  /** How many lanes are used. */
  lanes: number
}

/** Half the width of a pin, which is what an event without length takes. */
const pin = 5
const gap = 10
const titleGap = 8
const shortestTitle = 44
/** A band with room for this much of a title keeps it inside. */
const longEnoughInside = 90
export const moreWidth = 32

interface Lane {
  end: number
  /** The last mark while its title may still be cut to make room for the next. */
  last: LaneMark | null
}

interface Placed {
  titleX: number
  titleRoom: number
  end: number
  cuttable: boolean
}

/** Where a title to the right begins and how wide it wants to be: inside a band that is long enough for it. */
function wishedTitle({ x, endX, titleWidth }: LaneItem, { left }: LaneRoom) {
  const start = Math.max(x, left)
  const inside = endX - start - 2 * titleGap
  if (inside < Math.min(titleWidth, longEnoughInside))
    return { titleX: endX + titleGap, titleWidth }
  return { titleX: start + titleGap, titleWidth: Math.min(titleWidth, inside) }
}

/** Title to the right of the mark's beginning, or, at the right edge, to its left. */
function placeIn(lane: Lane, item: LaneItem, room: LaneRoom, shortest: number): Placed | null {
  if (lane.end + gap > item.x - pin && lane.end > room.left) return null
  const { titleX, titleWidth } = wishedTitle(item, room)
  const toTheRight = Math.min(titleWidth, room.right - titleX)
  if (toTheRight >= Math.min(titleWidth, shortest)) {
    const end = Math.max(item.endX + pin, titleX + toTheRight)
    return { titleX, titleRoom: toTheRight, end, cuttable: true }
  }
  const rightmost = item.x - titleGap
  const toTheLeft = Math.min(item.titleWidth, rightmost - Math.max(lane.end + gap, room.left))
  if (toTheLeft < Math.min(item.titleWidth, shortest)) return null
  const end = item.endX + pin
  return { titleX: rightmost - toTheLeft, titleRoom: toTheLeft, end, cuttable: false }
}

/** How long the lane's last title may stay if the next event stands at `x`; null if that is too short. */
function cutTitle({ last }: Lane, x: number): number | null {
  if (!last || last.endX + gap > x - pin) return null
  const titleRoom = x - pin - gap - last.titleX
  return titleRoom >= shortestTitle ? titleRoom : null
}

/** The lane whose last title keeps the most when it makes room for an event at `x`. */
function laneToCut(lanes: Lane[], x: number): { lane: Lane; titleRoom: number } | null {
  return lanes.reduce<{ lane: Lane; titleRoom: number } | null>((best, lane) => {
    const titleRoom = cutTitle(lane, x)
    return titleRoom !== null && titleRoom > (best?.titleRoom ?? 0) ? { lane, titleRoom } : best
  }, null)
}

function put(lane: Lane, index: number, item: LaneItem, placed: Placed): LaneMark {
  const { key, x, endX } = item
  const { titleX, titleRoom } = placed
  const mark = { key, lane: index, x, endX, titleX, titleRoom }
  lane.end = placed.end
  lane.last = placed.cuttable ? mark : null
  return mark
}

/** In the first lane with room for the whole title, else the first with room for a short one. */
function findLane(lanes: Lane[], item: LaneItem, room: LaneRoom): LaneMark | null {
  for (const shortest of [Infinity, shortestTitle]) {
    for (const [index, lane] of lanes.entries()) {
      const placed = placeIn(lane, item, room, shortest)
      if (placed) return put(lane, index, item, placed)
    }
  }
  const cut = laneToCut(lanes, item.x)
  if (!cut?.lane.last) return null
  cut.lane.last.titleRoom = cut.titleRoom
  cut.lane.end = cut.lane.last.titleX + cut.titleRoom
  const placed = placeIn(cut.lane, item, room, shortestTitle)
  return placed && put(cut.lane, lanes.indexOf(cut.lane), item, placed)
}

/**
 * Lanes of events in which nothing overlaps: titles are cut where that makes room, and what fits nowhere is
 * gathered into marks that stand for several.
 */
export function layOutLanes(items: readonly LaneItem[], room: LaneRoom): EventLanes {
  const lanes = Array.from({ length: room.maxLanes }, (): Lane => ({ end: room.left, last: null }))
  const marks: LaneMark[] = []
  const more: MoreMark[] = []
  for (const item of [...items].sort((a, b) => a.x - b.x || b.endX - a.endX)) {
    const mark = findLane(lanes, item, room)
    if (mark) marks.push(mark)
    else gather(more, item, room)
  }
  const used = marks.reduce((most, { lane }) => Math.max(most, lane + 1), 0)
  return { marks, more, lanes: used }
}

function gather(more: MoreMark[], item: LaneItem, { left, right }: LaneRoom): void {
  const last = more.at(-1)
  const x = Math.min(Math.max(item.x - moreWidth / 2, left), right - moreWidth)
  if (last && x < last.x + moreWidth + 4) last.keys.push(item.key)
  else more.push({ x, keys: [item.key] })
}
