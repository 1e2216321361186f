import type { Random } from './random.ts'

/**
 * The visits of one day, each one number: time, person and item folded together, so that a plain
 * numeric sort brings them into time order and equal visits next to each other.
 */
export class VisitSheet {
  size = 0
  #cells = new Float64Array(4096)
  readonly #items: number
  readonly #pairs: number

  constructor(people: number, items: number) {
    this.#items = items
    this.#pairs = people * items
    const longestDay = 26 * 3_600_000
    // One bit to spare: dividing below must not round up to the next time.
    if (this.#pairs * longestDay > Number.MAX_SAFE_INTEGER / 2) {
      throw new RangeError('so many students in so long a course are too much for the demo')
    }
  }

  add(time: number, person: number, item: number) {
    if (this.size === this.#cells.length) {
      const larger = new Float64Array(2 * this.size)
      larger.set(this.#cells)
      this.#cells = larger
    }
    this.#cells[this.size++] = time * this.#pairs + person * this.#items + item
  }

  /** Brings the visits into time order and moves repetitions apart, so that every one is another. */
  sort(dayLength: number, random: Random) {
    const cells = this.#cells.subarray(0, this.size)
    do cells.sort()
    while (this.#moveTwins(cells, dayLength, random))
  }

  #moveTwins(cells: Float64Array, dayLength: number, random: Random): boolean {
    let moved = false
    for (let index = 1; index < cells.length; index++) {
      const cell = cells[index] ?? 0
      if (cell !== cells[index - 1]) continue
      cells[index - 1] = random.below(dayLength) * this.#pairs + (cell % this.#pairs)
      moved = true
    }
    return moved
  }

  time(index: number): number {
    return Math.floor((this.#cells[index] ?? 0) / this.#pairs)
  }

  person(index: number): number {
    return Math.floor(((this.#cells[index] ?? 0) % this.#pairs) / this.#items)
  }

  item(index: number): number {
    return (this.#cells[index] ?? 0) % this.#items
  }

  clear() {
    this.size = 0
  }
}
