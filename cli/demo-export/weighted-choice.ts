import type { Random } from './random.ts'

/**
 * Draws an index in proportion to its weight, in constant time however many there are (Walker's alias
 * method in Vose's form): each cell holds one index and, above its threshold, one other.
 */
export class WeightedChoice {
  readonly #threshold: Float64Array
  readonly #other: Uint32Array

  constructor(weights: ArrayLike<number>) {
    const size = weights.length
    let sum = 0
    for (let index = 0; index < size; index++) sum += weights[index] ?? 0
    if (!(sum > 0)) throw new RangeError('at least one weight must be above zero')
    this.#threshold = new Float64Array(size).fill(1)
    this.#other = new Uint32Array(size)
    this.#fill(Float64Array.from(weights, (weight) => (weight * size) / sum))
  }

  /** Pairs each index that has less than its cell with one that has more. */
  #fill(share: Float64Array) {
    const light: number[] = []
    const heavy: number[] = []
    share.forEach((part, index) => (part < 1 ? light : heavy).push(index))
    for (;;) {
      const least = light.pop()
      const most = heavy.at(-1)
      if (least === undefined || most === undefined) break
      const part = share[least] ?? 0
      this.#threshold[least] = part
      this.#other[least] = most
      const rest = (share[most] ?? 0) - (1 - part)
      share[most] = rest
      if (rest < 1) {
        heavy.pop()
        light.push(most)
      }
    }
  }

  draw(random: Random): number {
    const place = random.fraction() * this.#threshold.length
    const cell = Math.floor(place)
    return place - cell < (this.#threshold[cell] ?? 1) ? cell : (this.#other[cell] ?? cell)
  }
}
