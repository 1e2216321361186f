/** Instants as the database and the API write them; inside the import they are epoch microseconds. */
const microsPerDay = 86_400_000_000

/** `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, as a `DATETIME(6)` is written. */
export function exactInstant(epochMicros: number): string {
  const millis = Math.floor(epochMicros / 1000)
  const micros = epochMicros - millis * 1000
  const [date, time = ''] = new Date(millis).toISOString().split('T')
  return `${date} ${time.slice(0, 12)}${String(micros).padStart(3, '0')}`
}

/** The same as ISO 8601, with `T` and `Z`. */
export function isoInstant(epochMicros: number): string {
  return `${exactInstant(epochMicros).replace(' ', 'T')}Z`
}

/**
 * Writes instants the shortest way that MySQL and MariaDB read: `YYYYMMDDHHMMSS`, and `.ffffff` where there
 * is a fraction. Remembers days: meant for those of one course.
 */
export class InstantWriter {
  readonly #dates = new Map<number, Buffer>()

  /** Answers where the bytes end. */
  write(bytes: Buffer, offset: number, epochMicros: number): number {
    const day = Math.floor(epochMicros / microsPerDay)
    this.#dateOf(day).copy(bytes, offset)
    const micros = epochMicros - day * microsPerDay
    const seconds = Math.floor(micros / 1_000_000)
    const minutes = Math.floor(seconds / 60)
    const clock = Math.floor(minutes / 60) * 10_000 + (minutes % 60) * 100 + (seconds % 60)
    writeDigits(bytes, offset + 8, clock, 6)
    const fraction = micros - seconds * 1_000_000
    if (fraction === 0) return offset + 14
    bytes[offset + 14] = point
    writeDigits(bytes, offset + 15, fraction, 6)
    return offset + 21
  }

  #dateOf(day: number): Buffer {
    const known = this.#dates.get(day)
    if (known) return known
    const text = exactInstant(day * microsPerDay)
      .slice(0, 10)
      .replaceAll('-', '')
    const date = Buffer.from(text, 'latin1')
    this.#dates.set(day, date)
    return date
  }
}

const point = 0x2e
const zero = 0x30

/** Writes a whole number as exactly `digits` digits. */
function writeDigits(bytes: Buffer, offset: number, value: number, digits: number) {
  let rest = value | 0
  for (let at = offset + digits - 1; at >= offset; at--) {
    const tens = (rest / 10) | 0
    bytes[at] = zero + rest - tens * 10
    rest = tens
  }
}
