/** The queue for a slot is full: try again later. */
export class Busy extends Error {
  override name = 'Busy'
}

/** At most `atOnce` pieces of work at a time; at most `waiting` more wait in order, the rest get `Busy`. */
export function createSlots({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  let taken = 0
  const queue: (() => void)[] = []

  async function takeSlot(): Promise<void> {
    if (taken < atOnce) {
      taken += 1
      return
    }
    if (queue.length >= waiting) throw new Busy()
    // Who leaves hands the slot on, so that `taken` stays as it is.
    await new Promise<void>((resolve) => queue.push(resolve))
  }

  function leaveSlot(): void {
    const next = queue.shift()
    if (next) next()
    else taken -= 1
  }

  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      await takeSlot()
      try {
        return await work()
      } finally {
        leaveSlot()
      }
    },
  }
}
