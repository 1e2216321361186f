import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantAt, wallTimeOf } from './wall-clock.ts'

const berlin = 'Europe/Berlin'

describe('the wall clock of a course', () => {
  it('shows an instant, and leads back to it', () => {
    expect(wallTimeOf('2026-03-28T23:30:00Z', berlin)).toEqual({ day: '2026-03-29', time: '00:30' })
    expect(instantAt({ day: '2026-03-29', time: '00:30' }, berlin)).toEqual({
      instant: '2026-03-28T23:30:00.000Z',
      isSkipped: false,
    })
  })

  it('skips an hour in spring, or half of one', () => {
    expect(instantAt({ day: '2026-03-29', time: '02:30' }, berlin)).toEqual({
      instant: '2026-03-29T01:30:00.000Z',
      isSkipped: true,
    })
    expect(instantAt({ day: '2026-10-04', time: '02:15' }, 'Australia/Lord_Howe')).toEqual({
      instant: '2026-10-03T15:45:00.000Z',
      isSkipped: true,
    })
  })

  it('shows an hour twice in autumn, of which the first counts', () => {
    expect(instantAt({ day: '2026-10-25', time: '02:30' }, berlin)).toEqual({
      instant: '2026-10-25T00:30:00.000Z',
      isSkipped: false,
    })
  })

  it('agrees with Temporal, everywhere and at every minute', () => {
    const zones = ['UTC', berlin, 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns']
    const moment = fc.record({
      minute: fc.integer({ min: 0, max: 2 * 366 * 1440 }),
      timeZone: fc.constantFrom(...zones, 'Pacific/Chatham', 'Africa/Cairo', 'Asia/Muscat'),
    })
    fc.assert(
      fc.property(moment, ({ minute, timeZone }) => {
        const [day = '', time = ''] = new Date(Date.UTC(2026, 0, 1, 0, minute))
          .toISOString()
          .slice(0, 16)
          .split('T')
        const zoned = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone)
        const { instant } = instantAt({ day, time }, timeZone)
        expect(Date.parse(instant)).toBe(zoned.epochMilliseconds)
      }),
      { numRuns: 2000 },
    )
  })
})
