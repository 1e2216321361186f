import { describe, expect, test } from 'vitest'
import { cronTrouble, nextSlot } from './cron.ts'

const now = new Date('2026-03-28T12:00:00Z')

describe('the next slot', () => {
  test('is one of the time zone, also when the clocks change', () => {
    expect(nextSlot('30 3 * * *', 'Europe/Berlin', now)).toEqual(new Date('2026-03-29T01:30:00Z'))
    expect(nextSlot('30 3 * * *', 'UTC', now)).toEqual(new Date('2026-03-29T03:30:00Z'))
  })
  test('comes after now, not at it', () => {
    expect(nextSlot('0 12 * * *', 'UTC', now)).toEqual(new Date('2026-03-29T12:00:00Z'))
  })
})

describe('an expression', () => {
  test.each(['* * * * *', '*/5 8-18 * * MON-FRI', '0 7 1 1 *', '0 0 29 2 *'])(
    '%s is fine',
    (cron) => {
      expect(cronTrouble(cron, 'UTC', now)).toBeUndefined()
    },
  )
  test.each([
    ['61 * * * *', 'is no cron expression: Invalid value for minute: 61'],
    ['* * * *', 'is no cron expression: five fields are needed'],
    ['* * * * * *', 'is no cron expression: five fields are needed'],
    ['@daily', 'is no cron expression: five fields are needed'],
    ['2026-01-01T00:00:00', 'is no cron expression: five fields are needed'],
    ['', 'is no cron expression: five fields are needed'],
    ['0 0 31 2 *', 'names a time that never comes'],
  ])('%s is refused', (cron, trouble) => {
    expect(cronTrouble(cron, 'UTC', now)).toBe(trouble)
  })
})
