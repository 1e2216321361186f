import { setImmediate as othersTurn } from 'node:timers/promises'

const longestMilliseconds = 10

/** Lets the rest of the process go on (heartbeats, sockets) in the middle of long counting. */
export class Breather {
  #since = performance.now()

  /** Waits only if it is time. */
  async pause() {
    if (performance.now() - this.#since < longestMilliseconds) return
    await othersTurn()
    this.#since = performance.now()
  }
}
