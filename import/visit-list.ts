/** How many bits of a visit's 64 are its resource; the upper 46 are microseconds, of which 60 weeks fill 45.1. */
const resourceBits = 18
const lowAtBits = 32 - resourceBits
const lowAtValues = 2 ** lowAtBits
const resourceMask = 2 ** resourceBits - 1

/** The largest number that a resource can bear in a `VisitList`. */
export const maxListedResource = resourceMask

/**
 * Visits of one student: (instant, resource) in 64 bits each, so that sorting the numbers sorts by instant,
 * then resource. Instants are microseconds since the course's start.
 */
export class VisitList {
  length = 0
  #words: Uint32Array<ArrayBuffer>

  constructor(capacity = 16) {
    this.#words = new Uint32Array(2 * capacity)
  }

  /** Microseconds since the course's start. */
  at(index: number): number {
    const words = this.#words
    return (words[2 * index + 1] ?? 0) * lowAtValues + ((words[2 * index] ?? 0) >>> resourceBits)
  }

  resourceNo(index: number): number {
    return (this.#words[2 * index] ?? 0) & resourceMask
  }

  push(at: number, resourceNo: number) {
    this.reserve(this.length + 1)
    putVisit(this.#words, this.length++, at, resourceNo)
  }

  clear() {
    this.length = 0
  }

  reserve(capacity: number) {
    if (2 * capacity <= this.#words.length) return
    const larger = new Uint32Array(Math.max(2 * capacity, 2 * this.#words.length))
    larger.set(this.#words.subarray(0, 2 * this.length))
    this.#words = larger
  }

  /** Appends visits in the form in which `words` gives them. */
  append(words: Uint32Array) {
    const length = this.length + words.length / 2
    this.reserve(length)
    this.#words.set(words, 2 * this.length)
    this.length = length
  }

  /** The visits as pairs of 32-bit words: a view that lasts until the next change. */
  get words(): Uint32Array<ArrayBuffer> {
    return this.#words.subarray(0, 2 * this.length)
  }

  copy(): VisitList {
    const list = new VisitList(this.length)
    list.append(this.words)
    return list
  }

  /** Brings the visits into order and leaves out repetitions. */
  sortUnique() {
    new BigUint64Array(this.#words.buffer, 0, this.length).sort()
    let kept = 0
    for (let index = 0; index < this.length; index++) {
      if (kept === 0 || !this.#same(index, this, kept - 1)) this.#copy(index, this, kept++)
    }
    this.length = kept
  }

  /** The visits that `known` lacks; both in order. */
  without(known: VisitList): VisitList {
    if (known.length === 0) return this
    const rest = new VisitList(this.length)
    let other = 0
    for (let index = 0; index < this.length; index++) {
      while (other < known.length && known.#precedes(other, this, index)) other++
      if (other === known.length || !this.#same(index, known, other))
        this.#copy(index, rest, rest.length++)
    }
    return rest
  }

  /** The visits of both, in order; none may be in both. */
  with(others: VisitList): VisitList {
    if (others.length === 0) return this
    if (this.length === 0) return others
    const all = new VisitList(this.length + others.length)
    let other = 0
    for (let index = 0; index < this.length; index++) {
      while (other < others.length && others.#precedes(other, this, index)) {
        others.#copy(other++, all, all.length++)
      }
      this.#copy(index, all, all.length++)
    }
    while (other < others.length) others.#copy(other++, all, all.length++)
    return all
  }

  #precedes(index: number, list: VisitList, listIndex: number): boolean {
    const mine = this.#words[2 * index + 1] ?? 0
    const theirs = list.#words[2 * listIndex + 1] ?? 0
    return (
      mine < theirs ||
      (mine === theirs && (this.#words[2 * index] ?? 0) < (list.#words[2 * listIndex] ?? 0))
    )
  }

  #same(index: number, list: VisitList, listIndex: number): boolean {
    return (
      this.#words[2 * index] === list.#words[2 * listIndex] &&
      this.#words[2 * index + 1] === list.#words[2 * listIndex + 1]
    )
  }

  #copy(index: number, to: VisitList, toIndex: number) {
    to.#words[2 * toIndex] = this.#words[2 * index] ?? 0
    to.#words[2 * toIndex + 1] = this.#words[2 * index + 1] ?? 0
  }
}

/** Writes one visit into an array of words: low word first, as the processors that we run on read 64 bits. */
export function putVisit(words: Uint32Array, index: number, at: number, resourceNo: number) {
  const high = Math.floor(at / lowAtValues)
  words[2 * index] = ((at - high * lowAtValues) << resourceBits) | resourceNo
  words[2 * index + 1] = high
}
