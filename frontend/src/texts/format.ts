/** Numbers, days and instants in words, by the language of `locale`. Formatters are kept: making one is slow. */
export const locale = 'en-GB'

const kept = new Map<string, Intl.DateTimeFormat>()

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  const known = kept.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  kept.set(key, made)
  return made
}

const wholeNumber = new Intl.NumberFormat(locale)
const oneDecimal = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const upToTwoDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
const pluralRules = new Intl.PluralRules(locale)

export function formatNumber(value: number): string {
  return wholeNumber.format(value)
}

/** With exactly one decimal: averages. */
export function formatAverage(value: number): string {
  return oneDecimal.format(value)
}

/** As it was given, with up to two decimals: `78`, `7.5`. */
export function formatGrade(grade: number): string {
  return upToTwoDecimals.format(grade)
}

/** `percent` runs from 0 to 100. The space does not break. */
export function formatPercent(percent: number): string {
  return `${oneDecimal.format(percent)}\u00A0%`
}

/** `3 visits`, `1 visit`, by the plural rules of the language. */
export function counted(
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  return `${wholeNumber.format(count)} ${forms[pluralRules.select(count)] ?? forms.other}`
}

/** A calendar date has no zone: it is read and written in UTC so that none can shift it. */
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`)

const dayStyles = {
  /** 12 May */
  short: { day: 'numeric', month: 'short' },
  /** 12 May 2026 */
  long: { day: 'numeric', month: 'short', year: 'numeric' },
  /** Tue 12 May */
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  /** Tue */
  name: { weekday: 'short' },
  /** Tuesday */
  longName: { weekday: 'long' },
} satisfies Record<string, Intl.DateTimeFormatOptions>

export function formatDay(day: string, style: keyof typeof dayStyles = 'short'): string {
  return dateFormat({ ...dayStyles[style], timeZone: 'UTC' }).format(dateOf(day))
}

/** `12 – 18 May`, `28 Apr – 4 May 2026`. */
export function formatDays(from: string, to: string, style: 'short' | 'long' = 'short'): string {
  return dateFormat({ ...dayStyles[style], timeZone: 'UTC' }).formatRange(dateOf(from), dateOf(to))
}

/** `12 May, 06:00` in the given zone; the year where it is not this one. */
export function formatInstant(instant: string, timeZone: string, now = new Date()): string {
  const date = new Date(instant)
  const year = dateFormat({ year: 'numeric', timeZone })
  const sameYear = year.format(date) === year.format(now)
  const day = dateFormat({ ...dayStyles[sameYear ? 'short' : 'long'], timeZone }).format(date)
  return `${day}, ${formatTime(instant, timeZone)}`
}

/** `06:00` in the given zone. */
export function formatTime(instant: string, timeZone: string): string {
  return dateFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    new Date(instant),
  )
}

/** `Europe/Berlin` as a person reads it: `Berlin time`. */
export function formatZone(timeZone: string): string {
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
  return city === 'UTC' ? 'UTC' : `${city} time`
}

/** The calendar date on which an instant falls in the given zone, `YYYY-MM-DD`. */
export function dayOfInstant(instant: string, timeZone: string): string {
  const parts = dateFormat({ year: 'numeric', month: '2-digit', day: '2-digit', timeZone })
    .formatToParts(new Date(instant))
    .reduce<Record<string, string>>((all, { type, value }) => ({ ...all, [type]: value }), {})
  return `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`
}

const binaryUnits = ['B', 'kB', 'MB', 'GB', 'TB']

/** `812 B`, `1.4 GB`: in steps of 1024, as most systems show the sizes of files. The space does not break. */
export function formatBytes(bytes: number): string {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), binaryUnits.length - 1)
  const value = bytes / 1024 ** step
  const digits =
    step > 0 && value < 10 ? oneDecimal.format(value) : wholeNumber.format(Math.round(value))
  return `${digits}\u00A0${binaryUnits[step] ?? ''}`
}
