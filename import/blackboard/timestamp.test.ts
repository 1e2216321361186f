import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Clock } from './clock.ts'
import { parseTimestamp } from './timestamp.ts'

const melbourne = new Clock('Australia/Melbourne')
const iso = (micros: number | null) =>
  micros === null ? null : Temporal.Instant.fromEpochNanoseconds(BigInt(micros) * 1000n).toString()
const read = (text: string, clock = melbourne) => iso(parseTimestamp(text, clock))

describe('parseTimestamp', () => {
  it.each([
    ['2017-10-05T13:30:00Z', '2017-10-05T13:30:00Z'],
    ['2017-10-05 13:30:00Z', '2017-10-05T13:30:00Z'],
    ['2017-10-05T13:30Z', '2017-10-05T13:30:00Z'],
    ['2017-10-05 13:30+10', '2017-10-05T03:30:00Z'],
    ['2017-10-05 13:30:00+10', '2017-10-05T03:30:00Z'],
    ['2017-10-05 13:30:00+1000', '2017-10-05T03:30:00Z'],
    ['2017-10-05 13:30:00+10:30', '2017-10-05T03:00:00Z'],
    ['2017-10-05 13:30:00+14:00', '2017-10-04T23:30:00Z'],
    ['2017-10-05 13:30:00-12:00', '2017-10-06T01:30:00Z'],
    ['2017-10-05 13:30:00-0930', '2017-10-05T23:00:00Z'],
    ['2017-10-05 13:30:00-00:00', '2017-10-05T13:30:00Z'],
    ['2016-02-29 00:00:00Z', '2016-02-29T00:00:00Z'],
    ['2000-02-29 23:59:59.999999Z', '2000-02-29T23:59:59.999999Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['1685-01-01T00:00:00.000001Z', '1685-01-01T00:00:00.000001Z'],
    ['2254-12-31T00:00:00.000001Z', '2254-12-31T00:00:00.000001Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it.each([
    ['.1', '.1'],
    ['.12', '.12'],
    ['.123456', '.123456'],
    ['.1234567', '.123456'],
    ['.999999999', '.999999'],
    ['.000000999', ''],
  ])('keeps six digits of %s and cuts the others', (fraction, expected) => {
    expect(read(`2017-10-05T13:30:00${fraction}Z`)).toBe(`2017-10-05T13:30:00${expected}Z`)
  })

  it.each([
    ['no text', ''],
    ['a day alone', '2017-10-05'],
    ['an hour alone', '2017-10-05T13'],
    ['month 13', '2017-13-01 00:00:00Z'],
    ['month 0', '2017-00-01 00:00:00Z'],
    ['day 0', '2017-01-00 00:00:00Z'],
    ['zeros', '0000-00-00 00:00:00+00:00'],
    ['30 February', '2017-02-30 00:00:00Z'],
    ['29 February of no leap year', '2017-02-29 00:00:00Z'],
    ['29 February of 1900', '1900-02-29 00:00:00Z'],
    ['31 April', '2017-04-31 00:00:00Z'],
    ['24 hours', '2017-10-05 24:00:00Z'],
    ['60 minutes', '2017-10-05 23:60:00Z'],
    ['a leap second', '2016-12-31 23:59:60Z'],
    ['ten digits', '2017-10-05 13:30:00.1234567890Z'],
    ['no digits', '2017-10-05 13:30:00.Z'],
    ['a fraction of a minute', '2017-10-05 13:30.5Z'],
    ['a comma', '2017-10-05 13:30:00,5Z'],
    ['seconds without digits', '2017-10-05 13:30:Z'],
    ['an offset of 25 hours', '2017-10-05 13:30:00+25:00'],
    ['an offset of more than 14 hours', '2017-10-05 13:30:00+14:01'],
    ['an offset of 60 minutes', '2017-10-05 13:30:00+0960'],
    ['an offset of one digit', '2017-10-05 13:30:00+1'],
    ['an offset of three digits', '2017-10-05 13:30:00+100'],
    ['an offset of seconds', '2017-10-05 13:30:00+10:00:00'],
    ['an offset without digits', '2017-10-05 13:30:00+'],
    ['a blank before the offset', '2017-10-05 13:30:00 +10:00'],
    ['a blank in front', ' 2017-10-05 13:30:00Z'],
    ['a blank behind', '2017-10-05 13:30:00Z '],
    ['text behind', '2017-10-05 13:30:00Zulu'],
    ['a zone in words', '2017-10-05 13:30:00 UTC'],
    ['small letters', '2017-10-05t13:30:00z'],
    ['slashes', '05/10/2017 13:30'],
    ['another order', '05-10-2017 13:30:00Z'],
    ['words', 'Oct 5, 2017 13:30:00'],
    ['seconds since 1970', '1507210200'],
    ['one-digit parts', '2017-1-5 3:30:00Z'],
    ['a year of five digits', '12017-10-05 13:30:00Z'],
    ['a year of 275761', '275761-01-01 00:00:00Z'],
    ['a sign before the year', '-2017-10-05 13:30:00Z'],
    ['digits of another script', '２０１７-10-05 13:30:00Z'],
    ['NULL', 'NULL'],
    ['a NUL', '2017-10-05 13:30:00Z\0'],
  ])('refuses %s', (_, text) => {
    expect(parseTimestamp(text, melbourne)).toBeNull()
  })

  it.each([
    ['winter time', '2026-07-27 09:00:00', '2026-07-26T23:00:00Z'],
    ['summer time', '2026-12-01T09:00', '2026-11-30T22:00:00Z'],
    ['the last hour before the gap', '2026-10-04 01:59:59.999999', '2026-10-03T15:59:59.999999Z'],
    ['the gap, moved on', '2026-10-04 02:30:00', '2026-10-03T16:30:00Z'],
    ['the first hour after the gap', '2026-10-04 03:00:00', '2026-10-03T16:00:00Z'],
    ['the repeated hour, the first time', '2026-04-05 02:30:00', '2026-04-04T15:30:00Z'],
    ['the hour after it', '2026-04-05 03:00:00', '2026-04-04T17:00:00Z'],
  ])('takes a time without an offset as local: %s', (_, text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it.each([
    ['2026-10-04 01:45:00', '2026-10-03T15:15:00Z'],
    ['2026-10-04 02:15:00', '2026-10-03T15:45:00Z'],
    ['2026-10-04 02:45:00', '2026-10-03T15:45:00Z'],
  ])('knows a clock that changes within the hour: %s', (text, expected) => {
    expect(read(text, new Clock('Australia/Lord_Howe'))).toBe(expected)
  })

  it('tells apart what the repeated hour holds where an offset is given', () => {
    expect(read('2026-04-05 02:30:00+11:00')).toBe('2026-04-04T15:30:00Z')
    expect(read('2026-04-05 02:30:00+10:00')).toBe('2026-04-04T16:30:00Z')
  })

  it('agrees with Temporal on every day that there is, and on none that is not', () => {
    const [from, to] = [Date.UTC(1890, 0), Date.UTC(2110, 0)]
    for (let day = from; day < to; day += 86_400_000) {
      const text = new Date(day).toISOString().slice(0, 10)
      expect(parseTimestamp(`${text} 00:00Z`, melbourne)).toBe(day * 1000)
    }
    const date = fc.tuple(fc.nat(9999), fc.nat(14), fc.nat(33))
    fc.assert(
      fc.property(date, ([year, month, day]) => {
        const padded = [String(year).padStart(4, '0'), pad(month), pad(day)].join('-')
        const exists = isDate(padded)
        expect(parseTimestamp(`${padded}T00:00Z`, melbourne) !== null).toBe(exists)
      }),
    )
  })

  it('agrees with Temporal on offsets and on local times', () => {
    const zones = [
      'Australia/Melbourne',
      'Australia/Lord_Howe',
      'Europe/Dublin',
      'America/St_Johns',
      'Africa/Casablanca',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'UTC',
    ]
    const instant = fc.integer({ min: Date.UTC(1950, 0) / 1000, max: Date.UTC(2040, 0) / 1000 })
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })
    const clocks = new Map(zones.map((zone) => [zone, new Clock(zone)]))
    fc.assert(
      fc.property(
        instant,
        fc.nat(999_999),
        offset,
        fc.constantFrom(...zones),
        (seconds, micros, minutes, zone) => {
          const local = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
            .toZonedDateTimeISO('UTC')
            .toPlainDateTime()
            .add({ microseconds: micros })
          const text = local.toString({ fractionalSecondDigits: 6 })
          const zoned = local.toZonedDateTime(zone, { disambiguation: 'compatible' })
          expect(parseTimestamp(text, clocks.get(zone)!)).toBe(
            Number(zoned.epochNanoseconds / 1000n),
          )
          const sign = minutes < 0 ? '-' : '+'
          const size = Math.abs(minutes)
          const withOffset = `${text}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
          const expected = Temporal.Instant.from(withOffset).epochNanoseconds / 1000n
          expect(parseTimestamp(withOffset, melbourne)).toBe(Number(expected))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('never fails, whatever the text', () => {
    const unit = fc.constantFrom(...'0123456789-: T.Z+')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit, maxLength: 30 })), (text) => {
        const micros = parseTimestamp(text, melbourne)
        expect(micros === null || Number.isInteger(micros)).toBe(true)
      }),
    )
  })
})

const pad = (value: number) => String(value).padStart(2, '0')

function isDate(text: string): boolean {
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}
