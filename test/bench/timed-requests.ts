import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

export interface Timed {
  milliseconds: number
  bytes: number
  etag: string | undefined
}

/** Asks one site over connections that stay open, as a browser does. Close it at the end. */
export function createTimedClient(origin: string, cookie: string, connections = 1) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })

  /** From the first byte sent to the last one read. Any answer but 200 and 304 is an error. */
  async function ask(path: string, etag?: string): Promise<Timed> {
    const startedAt = performance.now()
    const headers = { cookie, ...(etag ? { 'If-None-Match': etag } : {}) }
    const sending = request(new URL(path, origin), { agent, headers }).end()
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    let bytes = 0
    for await (const chunk of answer) bytes += (chunk as Buffer).length
    if (answer.statusCode !== 200 && answer.statusCode !== 304) {
      throw new Error(`${path} answered ${answer.statusCode}`)
    }
    return { milliseconds: performance.now() - startedAt, bytes, etag: answer.headers.etag }
  }
  return { ask, close: () => agent.destroy() }
}

/** The value below which `share` (0 to 1) of the numbers lie. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** So many people at once, each asking for one path after the other again and again, for so many seconds. */
export async function loadWith(
  ask: (path: string) => Promise<Timed>,
  paths: readonly string[],
  { people, seconds }: { people: number; seconds: number },
) {
  const times: number[] = []
  const end = new AbortController()
  const person = async (start: number) => {
    for (let step = start; !end.signal.aborted; step++) {
      times.push((await ask(paths[step % paths.length] ?? '')).milliseconds)
    }
  }
  const startedAt = performance.now()
  const everybody = Promise.all(Array.from({ length: people }, (_, index) => person(index)))
  await Promise.race([pause(seconds * 1000), everybody])
  end.abort()
  await everybody
  const perSecond = times.length / ((performance.now() - startedAt) / 1000)
  return { perSecond, median: quantile(times, 0.5), p99: quantile(times, 0.99) }
}
