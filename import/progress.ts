export interface Progress {
  /** What is being done, for people. */
  phase: string
  rows: number
  /** Of how many rows, as far as that can be known. */
  of: number
}

const pauseMilliseconds = 250

/** Passes on progress a few times a second, and every new phase at once. */
export class ProgressMeter {
  readonly #onProgress: (progress: Progress) => void
  readonly #now: () => number
  #phase = ''
  #reportedAt = -Infinity

  constructor(onProgress: (progress: Progress) => void, now: () => number) {
    this.#onProgress = onProgress
    this.#now = now
  }

  note(phase: string, rows: number, of: number) {
    const now = this.#now()
    if (phase === this.#phase && now - this.#reportedAt < pauseMilliseconds) return
    this.#phase = phase
    this.#reportedAt = now
    this.#onProgress({ phase, rows, of: Math.max(rows, Math.round(of)) })
  }
}
