/** A repeating event to be laid out: its occurrences in the picture, in the order of time, in pixels. */
export interface TickEvent {
  eventId: number
  titleWidth: number
  ticks: { key: string; x: number }[]
}

export interface TickRow {
  /** Ticks too close to be told apart stand as one for several. */
  ticks: { x: number; keys: string[] }[]
  /** The event's title behind its first tick, where there is room for it. */
  title: { eventId: number; x: number; room: number } | null
}

const shortestTitle = 32
const closest = 8
const titleGap = 8

function mergeTicks(ticks: TickEvent['ticks']): TickRow['ticks'] {
  return [...ticks]
    .sort((a, b) => a.x - b.x)
    .reduce<TickRow['ticks']>((row, { key, x }) => {
      const last = row.at(-1)
      if (last && x - last.x < closest) last.keys.push(key)
      else row.push({ x, keys: [key] })
      return row
    }, [])
}

function titleOf({ eventId, titleWidth, ticks }: TickEvent, right: number): TickRow['title'] {
  const [first, second] = ticks
  if (!first) return null
  const x = first.x + titleGap
  const room = Math.min(titleWidth, (second ? second.x - titleGap : right) - x)
  return room >= Math.min(shortestTitle, titleWidth) ? { eventId, x, room } : null
}

/** One row for each repeating event; those beyond `maxRows` share the last one, without titles. */
export function layOutTicks(
  events: readonly TickEvent[],
  { right, maxRows }: { right: number; maxRows: number },
): TickRow[] {
  const shown = events.filter(({ ticks }) => ticks.length > 0)
  const alone = shown.length <= maxRows ? shown : shown.slice(0, maxRows - 1)
  const rest = shown.slice(alone.length)
  const rows = alone.map((event) => ({
    ticks: mergeTicks(event.ticks),
    title: titleOf(event, right),
  }))
  if (rest.length === 0) return rows
  return [...rows, { ticks: mergeTicks(rest.flatMap(({ ticks }) => ticks)), title: null }]
}
