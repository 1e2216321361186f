import { describe, expect, it } from 'vitest'
import { brushDrag, brushStep } from './span-brush.ts'

const start = { from: 10, to: 20 }

describe('dragging', () => {
  it('moves an end', () => {
    expect(brushDrag({ grip: 'from', start, day: 10 }, 5, 91)).toEqual({ from: 5, to: 20 })
    expect(brushDrag({ grip: 'to', start, day: 20 }, 24, 91)).toEqual({ from: 10, to: 25 })
  })

  it('lets ends change places', () => {
    expect(brushDrag({ grip: 'from', start, day: 10 }, 30, 91)).toEqual({ from: 19, to: 31 })
  })

  it('moves the span as far as the course goes', () => {
    expect(brushDrag({ grip: 'move', start, day: 15 }, 18, 91)).toEqual({ from: 13, to: 23 })
    expect(brushDrag({ grip: 'move', start, day: 15 }, 90, 91)).toEqual({ from: 81, to: 91 })
  })

  it('draws a new span in either direction', () => {
    expect(brushDrag({ grip: 'new', start, day: 40 }, 44, 91)).toEqual({ from: 40, to: 45 })
    expect(brushDrag({ grip: 'new', start, day: 40 }, 35, 91)).toEqual({ from: 35, to: 41 })
  })
})

describe('keys', () => {
  it('move an end by a day or a week, at most to the other end', () => {
    expect(brushStep(start, 'from', 'ArrowLeft', 91)).toEqual({ from: 9, to: 20 })
    expect(brushStep(start, 'to', 'PageUp', 91)).toEqual({ from: 10, to: 27 })
    expect(brushStep(start, 'from', 'End', 91)).toEqual({ from: 19, to: 20 })
    expect(brushStep(start, 'to', 'Home', 91)).toEqual({ from: 10, to: 11 })
  })

  it('move the whole span', () => {
    expect(brushStep(start, 'move', 'ArrowRight', 91)).toEqual({ from: 11, to: 21 })
    expect(brushStep(start, 'move', 'Home', 91)).toEqual({ from: 0, to: 10 })
    expect(brushStep(start, 'move', 'End', 91)).toEqual({ from: 81, to: 91 })
  })

  it('leave other keys alone', () => {
    expect(brushStep(start, 'move', 'a', 91)).toBeNull()
  })
})
