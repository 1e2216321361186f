import { setTimeout as pause } from 'node:timers/promises'

const everyMs = 200

/** Asks until the answer is yes; errors count as no, since what is asked may be down. Milliseconds that it took. */
export async function eventually(
  what: string,
  condition: () => Promise<unknown>,
  withinSeconds = 180,
): Promise<number> {
  const startedAt = Date.now()
  let last: unknown = 'no'
  while (Date.now() - startedAt < withinSeconds * 1000) {
    try {
      if (await condition()) return Date.now() - startedAt
      last = 'no'
    } catch (error) {
      last = error
    }
    await pause(everyMs)
  }
  throw new Error(`not within ${withinSeconds} s: ${what}`, { cause: last })
}
