const hourMicros = 3_600_000_000
const mostRemembered = 100_000

/** Knows how far a time zone is from UTC at any local hour; asks `Temporal` once for each hour. */
export class Clock {
  readonly timeZone: string
  /** By hours since 1970 on the local clock: offset in microseconds, or null where it changes within the hour. */
  readonly #offsets = new Map<number, number | null>()

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /**
   * Epoch microseconds of a local time, given as microseconds since 1970 on the local clock. Of two
   * readings, in an hour that a clock change repeats, the earlier; what it skips is moved on.
   */
  toUtc(localMicros: number): number {
    const hour = Math.floor(localMicros / hourMicros)
    let offset = this.#offsets.get(hour)
    if (offset === undefined) {
      // A file full of nonsense years must not fill the memory.
      if (this.#offsets.size >= mostRemembered) this.#offsets.clear()
      offset = this.#offsetWithin(hour)
      this.#offsets.set(hour, offset)
    }
    return localMicros - (offset ?? this.#offsetAt(localMicros))
  }

  #offsetWithin(hour: number): number | null {
    const first = this.#offsetAt(hour * hourMicros)
    const last = this.#offsetAt((hour + 1) * hourMicros - 1)
    return first === last ? first : null
  }

  #offsetAt(localMicros: number): number {
    const localMillis = Math.floor(localMicros / 1000)
    const local = Temporal.Instant.fromEpochMilliseconds(localMillis)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
    return (localMillis - local.toZonedDateTime(this.timeZone).epochMilliseconds) * 1000
  }
}
