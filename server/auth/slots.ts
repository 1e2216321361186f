/** The queue for a slot is full: try again later. */
export class Busy extends Error {
  override name = 'Busy'
}

interface Room {
  atOnce: number
  waiting: number
  /** How many pieces of work under one name may be here, so that nobody fills the queue alone. */
  alike?: number
}

/** At most `atOnce` pieces of work at a time; at most `waiting` more wait in order, the rest get `Busy`. */
export function createSlots({ atOnce, waiting, alike = Infinity }: Room) {
  let taken = 0
  const queue: (() => void)[] = []
  const named = new Map<string, number>()

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

  function enter(names: readonly string[]): void {
    if (names.some((name) => (named.get(name) ?? 0) >= alike)) throw new Busy()
    for (const name of names) named.set(name, (named.get(name) ?? 0) + 1)
  }

  function leave(names: readonly string[]): void {
    for (const name of names) {
      const left = (named.get(name) ?? 0) - 1
      if (left > 0) named.set(name, left)
      else named.delete(name)
    }
  }

  return {
    async run<T>(work: () => Promise<T>, names: readonly string[] = []): Promise<T> {
      enter(names)
      try {
        await takeSlot()
        try {
          return await work()
        } finally {
          leaveSlot()
        }
      } finally {
        leave(names)
      }
    },
  }
}
