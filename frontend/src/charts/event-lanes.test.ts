import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutLanes, moreWidth, type EventLanes, type LaneItem } from './event-lanes.ts'

const room = { left: 48, right: 1248, maxLanes: 4 }
const pin = (key: string, x: number, titleWidth = 80): LaneItem => ({ key, x, endX: x, titleWidth })

/** Every mark with its title as one box: boxes of one lane must not touch. */
function overlaps({ marks, more }: EventLanes): string[] {
  const boxes = marks.map(({ key, lane, x, endX, titleX, titleRoom }) => ({
    key,
    lane,
    from: Math.min(x, titleX),
    to: Math.max(endX, titleX + titleRoom),
  }))
  const moreBoxes = more.map(({ x, keys }) => ({
    key: keys.join(),
    lane: -1,
    from: x,
    to: x + moreWidth,
  }))
  const all = [...boxes, ...moreBoxes]
  return all.flatMap((a, index) =>
    all
      .slice(index + 1)
      .filter((b) => a.lane === b.lane && a.from < b.to && b.from < a.to)
      .map((b) => `${a.key} × ${b.key}`),
  )
}

describe('lanes of events', () => {
  it('keeps events with room for their titles in one lane', () => {
    const { marks, lanes } = layOutLanes([pin('a', 100), pin('b', 300), pin('c', 500)], room)
    expect(lanes).toBe(1)
    expect(marks.map(({ titleRoom }) => titleRoom)).toEqual([80, 80, 80])
  })

  it('puts two events of one day below each other', () => {
    const { marks } = layOutLanes([pin('a', 100), pin('b', 100)], room)
    expect(marks.map(({ lane }) => lane)).toEqual([0, 1])
  })

  it('puts overlapping submissions below each other, the longer one first', () => {
    const short = { key: 'short', x: 100, endX: 200, titleWidth: 40 }
    const long = { key: 'long', x: 100, endX: 400, titleWidth: 40 }
    const { marks } = layOutLanes([short, long], room)
    expect(marks.map(({ key, lane }) => [key, lane])).toEqual([
      ['long', 0],
      ['short', 1],
    ])
  })

  it('writes the title to the left of an event at the right edge', () => {
    const [mark] = layOutLanes([pin('exam', 1240)], room).marks
    expect(mark).toMatchObject({ titleX: 1152, titleRoom: 80 })
  })

  it('begins the title of a submission that is open already at the left edge', () => {
    const [mark] = layOutLanes([{ key: 'a', x: -300, endX: 400, titleWidth: 80 }], room).marks
    expect(mark).toMatchObject({ titleX: 56, titleRoom: 80 })
  })

  it('writes the title inside a band with room for it, else behind it', () => {
    const bands = [
      { key: 'inside', x: 100, endX: 260, titleWidth: 80 },
      { key: 'cut', x: 300, endX: 420, titleWidth: 180 },
      { key: 'behind', x: 500, endX: 560, titleWidth: 80 },
    ]
    expect(layOutLanes(bands, room).marks).toMatchObject([
      { key: 'inside', titleX: 108, titleRoom: 80 },
      { key: 'cut', titleX: 308, titleRoom: 104 },
      { key: 'behind', titleX: 568, titleRoom: 80 },
    ])
  })

  it('cuts a title rather than hide an event', () => {
    const narrow = { ...room, maxLanes: 1 }
    const { marks, more } = layOutLanes([pin('a', 100, 200), pin('b', 200, 80)], narrow)
    expect(more).toEqual([])
    expect(marks.map(({ titleRoom }) => titleRoom)).toEqual([77, 80])
  })

  it('gathers what finds no room', () => {
    const same = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => pin(key, 600))
    const { marks, more } = layOutLanes(same, room)
    expect(marks).toHaveLength(4)
    expect(more).toEqual([{ x: 584, keys: ['e', 'f', 'g'] }])
  })

  it('shows or counts each of 40 events in a term on a narrow phone, none twice', () => {
    const phone = { left: 40, right: 358, maxLanes: 3 }
    const items = Array.from({ length: 40 }, (_, index) => pin(`e${index}`, 44 + index * 7.8, 90))
    const lanes = layOutLanes(items, phone)
    const keys = [...lanes.marks.map(({ key }) => key), ...lanes.more.flatMap(({ keys }) => keys)]
    expect(keys.sort()).toEqual(items.map(({ key }) => key).sort())
    expect(overlaps(lanes)).toEqual([])
  })

  it('never lets anything overlap or leave the picture', () => {
    const item = fc
      .tuple(fc.integer({ min: -200, max: 1240 }), fc.nat(600), fc.integer({ min: 5, max: 180 }))
      .map(([x, length, titleWidth]) => ({
        x,
        endX: Math.max(x, length > 300 ? x : x + length),
        titleWidth,
      }))
      .filter(({ endX }) => endX >= room.left)
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), (drawn) => {
        const items = drawn.map((one, index) => ({ ...one, key: `${index}` }))
        const lanes = layOutLanes(items, room)
        expect(overlaps(lanes)).toEqual([])
        for (const { titleX, titleRoom } of lanes.marks) {
          expect(titleX).toBeGreaterThanOrEqual(room.left)
          expect(titleX + titleRoom).toBeLessThanOrEqual(room.right)
        }
        expect(lanes.marks.length + lanes.more.flatMap(({ keys }) => keys).length).toBe(
          items.length,
        )
      }),
    )
  })
})
