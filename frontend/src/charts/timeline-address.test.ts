import { describe, expect, it } from 'vitest'
import { courseDays, switchedOff, teachingWeek } from './timeline-address.ts'

const week = teachingWeek({ startDate: '2026-07-27', weeks: 13 })
const days = courseDays({ startDate: '2026-07-27', weeks: 13 })

describe('a week in the address', () => {
  it('is one of the course', () => {
    expect(week.read('1')).toBe(1)
    expect(week.read(week.write(13))).toBe(13)
  })

  it.each([undefined, '', '0', '14', '-1', 'three', '1.5', '001'])('is none as %j', (raw) => {
    expect(week.read(raw)).toBeNull()
  })
})

describe('days in the address', () => {
  it('are the first and the last that belong to them', () => {
    expect(days.read('2026-07-28..2026-07-30')).toEqual({ from: 1, to: 4 })
    expect(days.read('2026-07-27..2026-10-25')).toEqual({ from: 0, to: 91 })
  })

  it.each([
    undefined,
    '',
    '2026-07-30..2026-07-28',
    '2026-07-26..2026-07-28',
    '2026-07-28..2026-10-26',
    '2026-13-45..2026-07-28',
    '2026-07-28',
    'a..b',
  ])('are none where they make no sense: %j', (raw) => {
    expect(days.read(raw)).toBeNull()
  })

  it('come back as they were written', () => {
    for (const span of [{ from: 3, to: 40 }, { from: 90, to: 91 }, null]) {
      expect(days.read(days.write(span))).toEqual(span)
    }
  })
})

describe('what is switched off in the address', () => {
  it('has the order of the legend and forgets what does not exist', () => {
    expect(switchedOff.read('repeating,content,pigs')).toEqual(['content', 'repeating'])
  })

  it('leaves the address empty while nothing is', () => {
    expect(switchedOff.write([])).toBeUndefined()
    expect(switchedOff.read(switchedOff.write(['single', 'submission']))).toEqual([
      'single',
      'submission',
    ])
  })
})
