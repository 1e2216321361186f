import { describe, expect, it } from 'vitest'
import { layOutTicks } from './event-ticks.ts'

const weekly = (eventId: number, from: number, distance: number, count = 5) => ({
  eventId,
  titleWidth: 60,
  ticks: Array.from({ length: count }, (_, index) => ({
    key: `${eventId}.${index}`,
    x: from + index * distance,
  })),
})

describe('rows of ticks', () => {
  it('gives each repeating event a row, with its title behind the first tick', () => {
    const rows = layOutTicks([weekly(1, 50, 90), weekly(2, 70, 90)], { right: 600, maxRows: 3 })
    expect(rows.map(({ title }) => title)).toEqual([
      { eventId: 1, x: 58, room: 60 },
      { eventId: 2, x: 78, room: 60 },
    ])
  })

  it('cuts a title at the next tick, and leaves it away where hardly any is left', () => {
    const [cut] = layOutTicks([weekly(1, 50, 60)], { right: 600, maxRows: 3 })
    expect(cut?.title?.room).toBe(44)
    const [none] = layOutTicks([weekly(1, 50, 25)], { right: 600, maxRows: 3 })
    expect(none?.title).toBeNull()
  })

  it('lets the events beyond the last row share it, and gathers ticks that would touch', () => {
    const events = [weekly(1, 50, 90), weekly(2, 60, 90), weekly(3, 64, 90)]
    const rows = layOutTicks(events, { right: 600, maxRows: 2 })
    expect(rows).toHaveLength(2)
    expect(rows[1]?.ticks[0]).toEqual({ x: 60, keys: ['2.0', '3.0'] })
    expect(rows[1]?.title).toBeNull()
  })

  it('leaves out an event that has nothing in the picture', () => {
    expect(
      layOutTicks([{ eventId: 1, titleWidth: 60, ticks: [] }], { right: 1, maxRows: 2 }),
    ).toEqual([])
  })
})
