/** Where in a slot each number stands: visits and students of the seven days, then those of the week. */
const daysWidth = 14
export const weekVisits = daysWidth
export const weekStudents = daysWidth + 1
export const weekPosts = daysWidth + 2
export const weekAttempts = daysWidth + 3
const width = daysWidth + 4

/** Where the visits of a day of the week (0 to 6) stand in a slot; its students follow. */
export const dayVisits = (dayOfWeek: number): number => 2 * dayOfWeek

/**
 * Numbers of each resource and week (0 is the whole course) that has any: far fewer than resources × weeks
 * in a large course.
 */
export class ResourceSlots {
  values = new Int32Array(256 * width)
  readonly #weeks: number
  readonly #slots: Uint32Array
  #used = 0

  /** `resources` is the largest number of a resource. */
  constructor(resources: number, weeks: number) {
    this.#weeks = weeks + 1
    this.#slots = new Uint32Array((resources + 1) * this.#weeks)
  }

  /** Where the slot's numbers begin in `values`; made if there is none yet. */
  offset(resourceNo: number, week: number): number {
    const key = resourceNo * this.#weeks + week
    const slot = this.#slots[key] ?? 0
    if (slot > 0) return (slot - 1) * width
    this.#slots[key] = ++this.#used
    if (this.#used * width > this.values.length) {
      const larger = new Int32Array(2 * this.values.length)
      larger.set(this.values)
      this.values = larger
    }
    return (this.#used - 1) * width
  }

  /** As `offset`, but null where there is none. */
  find(resourceNo: number, week: number): number | null {
    const slot = this.#slots[resourceNo * this.#weeks + week] ?? 0
    return slot > 0 ? (slot - 1) * width : null
  }

  /** Every slot there is, by resource and week. */
  *entries(): Generator<{ resourceNo: number; week: number; offset: number }> {
    for (let key = 0; key < this.#slots.length; key++) {
      const slot = this.#slots[key] ?? 0
      if (slot === 0) continue
      const resourceNo = Math.floor(key / this.#weeks)
      yield { resourceNo, week: key - resourceNo * this.#weeks, offset: (slot - 1) * width }
    }
  }
}
