import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeAxis, weekends } from './time-axis.ts'
import { xOf } from './time-scale.ts'

const wide = { left: 0, width: 1200 }
const phone = { left: 0, width: 310 }

describe('time axis', () => {
  it('names every week of a term on a wide screen, in the middle of the week', () => {
    const { labels, ticks } = timeAxis({ ...wide, span: { from: 0, to: 91 } })
    expect(labels).toHaveLength(13)
    expect(labels[6]).toEqual({ at: 45.5, day: 42, unit: 'week' })
    expect(ticks).toHaveLength(14)
  })

  it('leaves weeks out on a phone, beginning with the first', () => {
    const { labels } = timeAxis({ ...phone, span: { from: 0, to: 91 } })
    expect(labels.map(({ day }) => day / 7 + 1)).toEqual([1, 4, 7, 10, 13])
  })

  it('names the seven days of a week', () => {
    const { labels, ticks } = timeAxis({ ...wide, span: { from: 14, to: 21 } })
    expect(labels.map(({ day }) => day)).toEqual([14, 15, 16, 17, 18, 19, 20])
    expect(ticks).toHaveLength(8)
  })

  it('never lets labels touch', () => {
    const span = fc
      .tuple(fc.nat(400), fc.integer({ min: 1, max: 420 }))
      .map(([from, length]) => ({ from, to: from + length }))
    fc.assert(
      fc.property(span, fc.integer({ min: 250, max: 1600 }), (drawn, width) => {
        const scale = { span: drawn, left: 0, width }
        const { labels } = timeAxis(scale)
        const xs = labels.map(({ at }) => xOf(scale, at))
        for (const [index, x] of xs.slice(1).entries()) {
          expect(x - (xs[index] ?? 0)).toBeGreaterThan(40)
        }
      }),
    )
  })
})

describe('weekends', () => {
  it('are Saturdays and Sundays, cut at the span', () => {
    expect(weekends({ from: 0, to: 14 })).toEqual([
      { from: 5, to: 7 },
      { from: 12, to: 14 },
    ])
    expect(weekends({ from: 6, to: 13 })).toEqual([
      { from: 6, to: 7 },
      { from: 12, to: 13 },
    ])
    expect(weekends({ from: 0, to: 5 })).toEqual([])
  })
})
