import type { Clock } from './clock.ts'

const dayMicros = 86_400_000_000
const hourMicros = 3_600_000_000
const minuteMicros = 60_000_000
const secondMicros = 1_000_000
/** No place on earth is further from UTC. */
const maxOffsetMicros = 14 * hourMicros
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const code = (character: string) => character.charCodeAt(0)
const [dash, colon, dot, plus, space] = [code('-'), code(':'), code('.'), code('+'), code(' ')]
const [zero, capitalT, capitalZ] = [code('0'), code('T'), code('Z')]

/**
 * Epoch microseconds (exact from 1685 to 2254) of `YYYY-MM-DD`, then `T` or a space, then `HH:MM`,
 * `HH:MM:SS` or `HH:MM:SS.f` (1 to 9 digits, 6 kept), then `Z`, `±HH`, `±HHMM`, `±HH:MM` (at most 14:00)
 * or nothing, for the clock's local time. Null for any other text and for days and hours that do not
 * exist. A million are read per import: by character codes, with NaN for whatever is no number.
 */
export function parseTimestamp(text: string, clock: Clock): number | null {
  const zoneAt = endOfTime(text)
  const local = startOfDay(text) + timeOfDay(text, zoneAt)
  if (Number.isNaN(local)) return null
  if (zoneAt === text.length) return clock.toUtc(local)
  const micros = local - offset(text, zoneAt)
  return Number.isNaN(micros) ? null : micros
}

/** The two digits at `at` as a number below `limit`, else NaN. */
function twoDigits(text: string, at: number, limit: number): number {
  const tens = digit(text, at)
  const value = tens * 10 + digit(text, at + 1)
  return value < limit ? value : NaN
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - zero
  return value >= 0 && value <= 9 ? value : NaN
}

function startOfDay(text: string): number {
  const year = twoDigits(text, 0, 100) * 100 + twoDigits(text, 2, 100)
  const month = twoDigits(text, 5, 13)
  const day = twoDigits(text, 8, 32)
  const isShaped = text.charCodeAt(4) === dash && text.charCodeAt(7) === dash
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && isLeap ? 29 : (daysInMonth[month - 1] ?? NaN)
  return isShaped && day >= 1 && day <= last ? dayNumber(year, month, day) * dayMicros : NaN
}

/** Days since 1970-01-01, in years that begin in March so that the leap day is the last. */
function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const marchMonth = month > 2 ? month - 3 : month + 9
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 719_469
}

/** Where the zone begins, or the text ends. */
function endOfTime(text: string): number {
  if (text.charCodeAt(16) !== colon) return 16
  if (text.charCodeAt(19) !== dot) return 19
  let at = 20
  while (digit(text, at) >= 0) at += 1
  return at
}

function timeOfDay(text: string, end: number): number {
  const separator = text.charCodeAt(10)
  const isShaped = (separator === capitalT || separator === space) && text.charCodeAt(13) === colon
  if (!isShaped) return NaN
  const minutes = twoDigits(text, 11, 24) * 60 + twoDigits(text, 14, 60)
  const seconds = end > 16 ? twoDigits(text, 17, 60) : 0
  return minutes * minuteMicros + seconds * secondMicros + (end > 19 ? fraction(text, end) : 0)
}

/** Microseconds of the digits from 20 to `end`; further ones are cut, not rounded. */
function fraction(text: string, end: number): number {
  if (end === 20 || end > 29) return NaN
  let micros = 0
  for (let at = 20; at < 26; at += 1) micros = micros * 10 + (at < end ? digit(text, at) : 0)
  return micros
}

function offset(text: string, at: number): number {
  const sign = text.charCodeAt(at)
  const length = text.length - at
  if (sign === capitalZ) return length === 1 ? 0 : NaN
  if (sign !== plus && sign !== dash) return NaN
  const hours = twoDigits(text, at + 1, 24)
  const minutes = length === 3 ? 0 : offsetMinutes(text, at, length)
  const micros = hours * hourMicros + minutes * minuteMicros
  if (micros > maxOffsetMicros) return NaN
  return sign === plus ? micros : -micros
}

function offsetMinutes(text: string, at: number, length: number): number {
  if (length === 5) return twoDigits(text, at + 3, 60)
  if (length === 6 && text.charCodeAt(at + 3) === colon) return twoDigits(text, at + 4, 60)
  return NaN
}
