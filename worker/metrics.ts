import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Waiting } from '#lib/broker.ts'
import type { Config } from '#lib/config.ts'
import type { JobName } from '#lib/jobs.ts'
import type { Logger } from '#lib/log.ts'
import type { Receipt } from '#shared/import.ts'

/** Processes of one machine share the setting: a second one of a kind takes the port three further, and so on. */
const portStep = 3
const portTries = 10
const importBuckets = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000]

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>

/** What a worker counts, beside the process's own figures (event-loop delay, memory). */
export function createWorkerMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const jobs = new Histogram({
    name: 'cloop_job_duration_seconds',
    help: 'Time that a job of a queue took, by how it ended',
    labelNames: ['job', 'outcome'] as const,
    buckets: [0.01, 0.1, ...importBuckets.slice(2)],
    registers,
  })
  const imports = new Histogram({
    name: 'cloop_import_duration_seconds',
    help: 'Time from the lease of an import to its end, by how it ended',
    labelNames: ['state'] as const,
    buckets: importBuckets,
    registers,
  })
  const rows = new Counter({
    name: 'cloop_import_rows_total',
    help: 'Rows of exports that were read, and those of them that were stored',
    labelNames: ['what'] as const,
    registers,
  })
  return {
    registry,
    observeJob: (job: JobName, outcome: 'done' | 'failed', seconds: number) =>
      jobs.observe({ job, outcome }, seconds),
    observeImport: (state: string, seconds: number, receipt?: Receipt) => {
      imports.observe({ state }, seconds)
      for (const file of Object.values(receipt?.files ?? {})) {
        rows.inc({ what: 'read' }, file.read)
        rows.inc({ what: 'stored' }, file.stored)
      }
    },
  }
}

/** What beat shows: how long the queues are, asked for at each scrape. */
export function createBeatMetrics(waiting: () => Promise<Waiting>): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'cloop_queue_messages',
    help: 'Messages that wait in a queue; none where the broker is away',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      this.reset()
      const queues = await waiting().catch(() => ({}))
      for (const [queue, count] of Object.entries(queues)) this.set({ queue }, count)
    },
  })
  return registry
}

interface Serving {
  web: Config['web']
  kind: 'worker' | 'beat'
  log: Logger
}

/**
 * Answers `GET /metrics` for Prometheus where METRICS_PORT is set; returns what ends it. The site has that port
 * itself, a worker the next, beat the one after it.
 */
export async function serveMetrics(
  registry: Registry,
  { web, kind, log }: Serving,
): Promise<() => Promise<void>> {
  const { host, metricsPort } = web
  if (metricsPort === undefined) return () => Promise.resolve()
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  const port = await listenOnFree(server, host, metricsPort + (kind === 'worker' ? 1 : 2))
  log.info({ port }, 'metrics are served')
  return async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
}

async function listenOnFree(server: Server, host: string, firstPort: number): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const port = firstPort + tries * portStep
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return port
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!isTaken || tries === portTries) throw error
    }
  }
}
