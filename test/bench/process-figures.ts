import { readdirSync, readFileSync } from 'node:fs'

/** What a process holds at one moment. */
export interface Held {
  memoryMiB: number
  files: number
  timers: number
  /** Sockets that are open, to the database, the broker and clients. */
  sockets: number
}
export const heldKinds = ['memoryMiB', 'files', 'timers', 'sockets'] as const

/** Of a living process: from the system, and what it says of itself on its port for Prometheus. */
export async function readHeld(pid: number, metricsPort: number): Promise<Held> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1])
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  const ofType = (pattern: RegExp) =>
    [...metrics.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0)
  return {
    memoryMiB: Math.round(kilobytes / 1024),
    files: readdirSync(`/proc/${pid}/fd`).length,
    timers: ofType(/^nodejs_active_resources\{type="Timeout"\} (\d+)/gm),
    sockets: ofType(/^nodejs_active_resources\{type="TCP\w*"\} (\d+)/gm),
  }
}

const median = (values: number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

/** How much memory may differ between quarters, and how many of the others. */
const slack: Held = { memoryMiB: 48, files: 6, timers: 8, sockets: 6 }

export interface Drift {
  kind: keyof Held
  /** Medians of the second quarter of the time, when caches are warm, and of the last. */
  early: number
  late: number
  isFlat: boolean
}

/** Whether what a process holds has stayed what it was. */
export function judgeDrift(samples: Held[]): Drift[] {
  const quarter = Math.max(1, Math.floor(samples.length / 4))
  const [second, last] = [samples.slice(quarter, 2 * quarter), samples.slice(-quarter)]
  return heldKinds.map((kind) => {
    const early = median(second.map((held) => held[kind]))
    const late = median(last.map((held) => held[kind]))
    const mostLate =
      kind === 'memoryMiB' ? Math.max(early * 1.15, early + slack[kind]) : early + slack[kind]
    return { kind, early, late, isFlat: late <= mostLate }
  })
}
