import { closeSync, openSync, readSync } from 'node:fs'
import { writeFully } from './write-fully.ts'
import { putVisit, VisitList } from './visit-list.ts'

/** One sorting's worth of visits in the file, grouped by person. */
interface Block {
  /** Byte at which it begins in the file. */
  position: number
  /** The visits of person `n` are the rows from `starts[n]` to `starts[n + 1]`. */
  starts: Uint32Array
}

export interface StudentVisits {
  userNo: number
  /** In order, without repetitions. Used again for the next person. */
  visits: VisitList
}

const bytesPerVisit = 8
const gatheredRows = 65_536

/**
 * All good visits of one export, by person: a file of blocks, so that memory does not grow with their number.
 * One side adds while another may already read the blocks that are complete.
 */
export class VisitBlocks {
  /** Rows added so far. */
  rows = 0
  readonly #file: number
  readonly #people: number
  readonly #users: Uint32Array
  readonly #words: Uint32Array
  /** The same in the order of a block. */
  readonly #grouped: Uint32Array
  readonly #blocks: Block[] = []
  #pending = 0
  /** Rows of the block under way: the first ones are small, so that storing begins early. */
  #nextBlock: number
  #end = 0
  #state: 'open' | 'finished' | { failure: unknown } = 'open'
  #news = Promise.withResolvers<void>()

  /** `people` is the largest number of a person, `rowsPerBlock` the most that one block holds. */
  constructor(path: string, people: number, rowsPerBlock = 2 ** 17) {
    this.#nextBlock = rowsPerBlock / 8
    this.#file = openSync(path, 'w+')
    this.#people = people
    this.#users = new Uint32Array(rowsPerBlock)
    this.#words = new Uint32Array(2 * rowsPerBlock)
    this.#grouped = new Uint32Array(2 * rowsPerBlock)
  }

  add(userNo: number, at: number, resourceNo: number) {
    this.#users[this.#pending] = userNo
    putVisit(this.#words, this.#pending, at, resourceNo)
    this.rows++
    if (++this.#pending >= this.#nextBlock) this.#writeBlock()
  }

  /** Nothing more will be added. */
  finish() {
    if (this.#pending > 0) this.#writeBlock()
    this.#turn('finished')
  }

  /** Whoever waits for blocks gets this error. */
  fail(failure: unknown) {
    this.#turn({ failure })
  }

  close() {
    closeSync(this.#file)
  }

  /** Every block from the first, each as soon as it is complete. */
  async *arriving(): AsyncGenerator<Block> {
    for (let next = 0; ; next++) {
      while (next === this.#blocks.length) {
        if (this.#state === 'finished') return
        if (this.#state !== 'open') throw this.#state.failure
        await this.#news.promise
      }
      const block = this.#blocks[next]
      if (block) yield block
    }
  }

  /** How many visits of each person the blocks hold, repetitions counted; by the person's number. */
  counts(blocks: readonly Block[] = this.#blocks): Uint32Array {
    const counts = new Uint32Array(this.#people + 1)
    for (const { starts } of blocks) {
      for (let userNo = 0; userNo <= this.#people; userNo++) {
        counts[userNo] = (counts[userNo] ?? 0) + (starts[userNo + 1] ?? 0) - (starts[userNo] ?? 0)
      }
    }
    return counts
  }

  /** Everyone who has visits in the blocks, in order of their numbers. */
  *students(blocks: readonly Block[] = this.#blocks): Generator<StudentVisits> {
    const counts = this.counts(blocks)
    const visits = new VisitList()
    let memory = new Uint32Array(0)
    for (let from = 0; from <= this.#people;) {
      const { to, rows } = gathering(counts, from)
      if (memory.length < 2 * rows) memory = new Uint32Array(2 * Math.max(rows, gatheredRows))
      const parts = this.#gather(blocks, from, to, memory)
      for (let userNo = from; userNo < to; userNo++) {
        if (counts[userNo] === 0) continue
        visits.clear()
        visits.reserve(counts[userNo] ?? 0)
        for (const { starts, words } of parts) {
          const first = starts[from] ?? 0
          const begin = 2 * ((starts[userNo] ?? 0) - first)
          const end = 2 * ((starts[userNo + 1] ?? 0) - first)
          if (end > begin) visits.append(words.subarray(begin, end))
        }
        visits.sortUnique()
        yield { userNo, visits }
      }
      from = to
    }
  }

  /** Reads the visits of the people from `from` to `to` (exclusive) in each block, one after the other. */
  #gather(blocks: readonly Block[], from: number, to: number, memory: Uint32Array) {
    let used = 0
    return blocks.map(({ position, starts }) => {
      const first = starts[from] ?? 0
      const words = memory.subarray(used, used + 2 * ((starts[to] ?? 0) - first))
      used += words.length
      this.#read(position + first * bytesPerVisit, words)
      return { starts, words }
    })
  }

  #read(position: number, words: Uint32Array) {
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
    for (let done = 0; done < bytes.length;) {
      const got = readSync(this.#file, bytes, done, bytes.length - done, position + done)
      if (got === 0) throw new Error(`the file of visits ends at byte ${position + done}`)
      done += got
    }
  }

  /** Groups what was added since the last block by person (a counting sort) and writes it. */
  #writeBlock() {
    const starts = new Uint32Array(this.#people + 2)
    for (let row = 0; row < this.#pending; row++) {
      const next = (this.#users[row] ?? 0) + 1
      starts[next] = (starts[next] ?? 0) + 1
    }
    for (let userNo = 1; userNo < starts.length; userNo++) {
      starts[userNo] = (starts[userNo] ?? 0) + (starts[userNo - 1] ?? 0)
    }
    const free = starts.slice()
    for (let row = 0; row < this.#pending; row++) {
      const userNo = this.#users[row] ?? 0
      const place = free[userNo] ?? 0
      free[userNo] = place + 1
      this.#grouped[2 * place] = this.#words[2 * row] ?? 0
      this.#grouped[2 * place + 1] = this.#words[2 * row + 1] ?? 0
    }
    writeFully(this.#file, new Uint8Array(this.#grouped.buffer, 0, this.#pending * bytesPerVisit))
    this.#blocks.push({ position: this.#end, starts })
    this.#end += this.#pending * bytesPerVisit
    this.#pending = 0
    this.#nextBlock = Math.min(this.#users.length, 2 * this.#nextBlock)
    this.#wake()
  }

  #turn(state: 'finished' | { failure: unknown }) {
    this.#state = state
    this.#wake()
  }

  #wake() {
    this.#news.resolve()
    this.#news = Promise.withResolvers()
  }
}

/** How far, from person `from` on, visits are gathered in one go, and how many those are: always one person. */
function gathering(counts: Uint32Array, from: number): { to: number; rows: number } {
  let rows = counts[from] ?? 0
  let to = from + 1
  while (to < counts.length && rows + (counts[to] ?? 0) <= gatheredRows) rows += counts[to++] ?? 0
  return { to, rows }
}
