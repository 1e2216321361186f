/**
 * A stream of random numbers that is the same on every machine: xoshiro128** by Blackman and Vigna.
 * Streams with different names are independent: what one part of the demo draws never moves another.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(seed: number, stream: string) {
    const next = mixer(seed, stream)
    this.#a = next()
    this.#b = next()
    this.#c = next()
    // All four zero is the one state that the generator never leaves.
    this.#d = next() | 1
  }

  /** A whole number from 0 to 2^32 - 1. */
  bits(): number {
    const product = Math.imul(this.#b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result >>> 0
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)]
    if (choice === undefined) throw new RangeError('nothing to pick from')
    return choice
  }

  /** Around `mean` with standard deviation `spread` (Box and Muller). */
  normal(mean: number, spread: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()))
    return mean + spread * radius * Math.cos(2 * Math.PI * this.fraction())
  }

  /** Positive, long-tailed: waiting times. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.fraction())
  }
}

/** Spreads seed and name over 32-bit numbers (splitmix32 over a running hash of the name). */
function mixer(seed: number, stream: string): () => number {
  let state = (seed ^ Math.floor(seed / 0x1_0000_0000)) | 0
  for (const character of stream) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x0100_0193)
  }
  return () => {
    state = (state + 0x9e37_79b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97)
    return mixed ^ (mixed >>> 15)
  }
}
