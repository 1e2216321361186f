import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { closeServer, listen } from '#server/http-server.ts'
import { createMetrics, createMetricsServer } from '#server/metrics.ts'

it('gives its figures to who scrapes them, and nothing else', async () => {
  const metrics = createMetrics()
  metrics.observeRequest({ method: 'GET', route: '/api/me', status: 200, seconds: 0.012 })
  const server = createMetricsServer(metrics)
  await listen(server, { host: '127.0.0.1', port: 0 })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const answer = await fetch(`${base}/metrics`)
  expect(answer.headers.get('Content-Type')).toContain('text/plain')
  expect(await answer.text()).toContain(
    'cloop_http_request_duration_seconds_bucket{le="0.025",method="GET",route="/api/me",status="200"} 1',
  )
  expect((await fetch(base)).status).toBe(404)
  expect((await fetch(`${base}/metrics`, { method: 'POST' })).status).toBe(404)

  const closed = once(server, 'close')
  await closeServer(server)
  await closed
})

it('says in a sentence that somebody else listens there', async () => {
  const first = createMetricsServer(createMetrics())
  await listen(first, { host: '127.0.0.1', port: 0 })
  const { port } = first.address() as AddressInfo
  const second = createMetricsServer(createMetrics())
  await expect(listen(second, { host: '127.0.0.1', port })).rejects.toThrow(
    `127.0.0.1:${port} is taken by another program: stop that, or choose another port.`,
  )
  await closeServer(first)
})
