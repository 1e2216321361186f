import { describe, expect, it } from 'vitest'
import {
  counted,
  dayOfInstant,
  formatBytes,
  formatDay,
  formatDays,
  formatInstant,
  formatPercent,
  formatTime,
  formatZone,
} from './format.ts'

describe('words for numbers, days and instants', () => {
  it('counts in the singular and the plural', () => {
    const forms = { one: 'visit', other: 'visits' }
    expect([0, 1, 2, 1234].map((count) => counted(count, forms))).toEqual([
      '0 visits',
      '1 visit',
      '2 visits',
      '1,234 visits',
    ])
  })

  it('says sizes of files in the largest fitting unit', () => {
    const sizes = [0, 812, 1536, 34_500_000, 12 * 1024 ** 3]
    expect(sizes.map(formatBytes)).toEqual([
      '0\u00A0B',
      '812\u00A0B',
      '1.5\u00A0kB',
      '33\u00A0MB',
      '12\u00A0GB',
    ])
  })

  it('rounds a percentage to one decimal and does not let it break', () => {
    expect(formatPercent(18.548)).toBe('18.5\u00A0%')
    expect(formatPercent(0)).toBe('0.0\u00A0%')
  })

  it('writes a calendar date as it is, whatever the zone of the machine', () => {
    expect(formatDay('2026-05-12')).toBe('12 May')
    expect(formatDay('2026-05-12', 'weekday')).toBe('Tue 12 May')
    expect(formatDays('2026-04-28', '2026-05-04')).toMatch(/^28 Apr\s?–\s?4 May$/)
  })

  it('writes an instant in the zone of the course', () => {
    const now = new Date('2026-06-01T00:00:00Z')
    expect(formatInstant('2026-05-12T04:00:00Z', 'Europe/Berlin', now)).toBe('12 May, 06:00')
    expect(formatInstant('2026-05-12T22:30:00Z', 'Europe/Berlin', now)).toBe('13 May, 00:30')
    expect(formatTime('2026-05-12T22:30:00Z', 'UTC')).toBe('22:30')
  })

  it('names the year of an instant of another year', () => {
    const now = new Date('2027-06-01T00:00:00Z')
    expect(formatInstant('2026-05-12T04:00:00Z', 'UTC', now)).toBe('12 May 2026, 04:00')
  })

  it('finds the local date of an instant', () => {
    expect(dayOfInstant('2026-05-12T22:30:00Z', 'Europe/Berlin')).toBe('2026-05-13')
    expect(dayOfInstant('2026-05-12T22:30:00Z', 'America/New_York')).toBe('2026-05-12')
  })

  it('names a zone by its city', () => {
    expect(formatZone('America/New_York')).toBe('New York time')
    expect(formatZone('UTC')).toBe('UTC')
  })
})
