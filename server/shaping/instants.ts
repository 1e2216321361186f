/** `2017-07-12 13:22:00.250000` of the database as `2017-07-12T13:22:00.25Z`. */
export function isoInstant(text: string): string
export function isoInstant(text: string | null | undefined): string | null
export function isoInstant(text: string | null | undefined): string | null {
  if (text == null) return null
  const [whole = '', fraction = ''] = text.replace(' ', 'T').split('.')
  const digits = fraction.replace(/0+$/, '')
  return digits ? `${whole}.${digits}Z` : `${whole}Z`
}

const daySeconds = 86_400

/** Whole days, each of 24 hours, from one instant of the database to another. */
export function wholeDaysBetween(from: string, to: string): number {
  const nanoseconds = epochNanoseconds(to) - epochNanoseconds(from)
  return Number(nanoseconds / BigInt(daySeconds * 1e9))
}

const epochNanoseconds = (text: string) => Temporal.Instant.from(isoInstant(text)).epochNanoseconds

/** Epoch milliseconds as the database writes instants. */
export const databaseInstant = (epochMilliseconds: number): string =>
  new Date(epochMilliseconds).toISOString().replace('T', ' ').replace('Z', '')
