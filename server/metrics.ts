import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Config } from '#lib/config.ts'
import { closeServer, listen } from './http-server.ts'

interface ObservedRequest {
  method: string
  route: string
  status: number
  seconds: number
}

export type Metrics = ReturnType<typeof createMetrics>

/** The process's own figures: request durations, event-loop delay, memory. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'cloop_http_request_duration_seconds',
    help: 'Time from request to answer, by pattern of the address',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    registry,
    observeRequest({ method, route, status, seconds }: ObservedRequest) {
      durations.observe({ method, route, status }, seconds)
    },
  }
}

/** A server of its own for `GET /metrics`, so that the public one cannot show it. The caller listens and closes. */
export function createMetricsServer({ registry }: Metrics): Server {
  return createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  })
}

/** Serves them where METRICS_PORT is set; returns what ends it. */
export async function serveMetrics(
  metrics: Metrics,
  { host, metricsPort }: Config['web'],
): Promise<() => Promise<void>> {
  if (metricsPort === undefined) return () => Promise.resolve()
  const server = createMetricsServer(metrics)
  await listen(server, { host, port: metricsPort })
  return () => closeServer(server)
}
