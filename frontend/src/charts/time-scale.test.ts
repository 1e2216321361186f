import { describe, expect, it } from 'vitest'
import {
  clampSpan,
  dayAt,
  mergeStretches,
  moveSpan,
  stretchOf,
  weekOfSpan,
  weekSpan,
  xOf,
} from './time-scale.ts'

const scale = { span: { from: 7, to: 14 }, left: 40, width: 700 }

describe('time scale', () => {
  it('puts the first day at the left edge and the end of the last at the right edge', () => {
    expect(xOf(scale, 7)).toBe(40)
    expect(xOf(scale, 14)).toBe(740)
    expect(xOf(scale, 8.5)).toBe(190)
  })

  it('finds the day under a pixel, and the nearest one beyond the edges', () => {
    expect(dayAt(scale, 139)).toBe(7)
    expect(dayAt(scale, 140)).toBe(8)
    expect(dayAt(scale, -5)).toBe(7)
    expect(dayAt(scale, 5000)).toBe(13)
  })

  it('cuts a stretch of time at the ends of the picture', () => {
    expect(stretchOf(scale, { from: 6, to: 8 })).toEqual({ x: 40, width: 100 })
    expect(stretchOf(scale, { from: 8, to: 30 })).toEqual({ x: 140, width: 600 })
    expect(stretchOf(scale, { from: 15, to: 16 })).toBeNull()
    expect(stretchOf(scale, { from: 1, to: 2 })).toBeNull()
  })

  it('makes one of stretches that overlap or touch', () => {
    const stretches = [
      { from: 5, to: 6 },
      { from: 1, to: 3 },
      { from: 2, to: 4 },
      { from: 6, to: 7 },
    ]
    expect(mergeStretches(stretches)).toEqual([
      { from: 1, to: 4 },
      { from: 5, to: 7 },
    ])
  })

  it('keeps a span inside the course and at least a day long', () => {
    expect(clampSpan({ from: -3, to: 200 }, 91)).toEqual({ from: 0, to: 91 })
    expect(clampSpan({ from: 120, to: 100 }, 91)).toEqual({ from: 90, to: 91 })
    expect(clampSpan({ from: 5, to: 5 }, 91)).toEqual({ from: 5, to: 6 })
  })

  it('moves a span without changing its length', () => {
    expect(moveSpan({ from: 3, to: 10 }, -7, 91)).toEqual({ from: 0, to: 7 })
    expect(moveSpan({ from: 80, to: 90 }, 7, 91)).toEqual({ from: 81, to: 91 })
  })

  it('knows a teaching week by its days', () => {
    expect(weekSpan(3)).toEqual({ from: 14, to: 21 })
    expect(weekOfSpan(weekSpan(3))).toBe(3)
    expect(weekOfSpan({ from: 13, to: 20 })).toBeNull()
    expect(weekOfSpan({ from: 14, to: 28 })).toBeNull()
  })
})
