import { readdirSync, readFileSync } from 'node:fs'

/** What a process holds at one moment. */
export interface Held {
  memoryMiB: number
  /** Of JavaScript's memory in use; part of it may be garbage. */
  heapMiB: number
  files: number
  timers: number
  /** Sockets that are open, to the database, the broker and clients. */
  sockets: number
}
const heldKinds = ['memoryMiB', 'heapMiB', 'files', 'timers', 'sockets'] as const

/** Of a living process: from the system, and what it says of itself on its port for Prometheus. */
export async function readHeld(pid: number, metricsPort: number): Promise<Held> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1])
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  const ofType = (pattern: RegExp) =>
    [...metrics.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0)
  return {
    memoryMiB: Math.round(kilobytes / 1024),
    heapMiB: Math.round(ofType(/^nodejs_heap_size_used_bytes (\S+)/gm) / 2 ** 20),
    files: readdirSync(`/proc/${pid}/fd`).length,
    timers: ofType(/^nodejs_active_resources\{type="Timeout"\} (\d+)/gm),
    sockets: ofType(/^nodejs_active_resources\{type="TCP\w*"\} (\d+)/gm),
  }
}

const median = (values: number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

/** How much of each may differ between quarters. */
const slack: Held = { memoryMiB: 48, heapMiB: 6, files: 6, timers: 8, sockets: 6 }

export interface Drift {
  kind: keyof Held
  /** Of the second quarter of the time, when caches are warm, and of the last: medians, but of the heap the least. */
  early: number
  late: number
  isFlat: boolean
}

/** Whether what a process holds has stayed what it was. What is left of the heap after a collection is its least. */
export function judgeDrift(samples: Held[]): Drift[] {
  const quarter = Math.max(1, Math.floor(samples.length / 4))
  const [second, last] = [samples.slice(quarter, 2 * quarter), samples.slice(-quarter)]
  return heldKinds.map((kind) => {
    const of = (part: Held[]) => {
      const values = part.map((held) => held[kind])
      return kind === 'heapMiB' ? Math.min(...values) : median(values)
    }
    const [early, late] = [of(second), of(last)]
    return { kind, early, late, isFlat: late <= early + slack[kind] }
  })
}
