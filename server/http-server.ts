import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { ConfigError } from '#lib/config.ts'

/** A request that is slower or larger than any honest one is cut off. */
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
}

type Site = (request: Request, bindings: HttpBindings) => Promise<Response>

/** A server that hands every request to the site. The caller listens and closes. */
export function createSiteServer(site: Site): Server {
  const listener = getRequestListener((request, bindings) =>
    site(request, bindings as HttpBindings),
  )
  return createServer(limits, (incoming, outgoing) => void listener(incoming, outgoing))
}

/** Resolves when the server listens; rejects, with a sentence for who started it, when it cannot. */
export async function listen(
  server: Server,
  { port, host }: { port: number; host: string },
): Promise<void> {
  server.on('clientError', answerClientError)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (cause: NodeJS.ErrnoException) => {
    const isTaken = cause.code === 'EADDRINUSE'
    const sentence = `${host}:${port} is taken by another program: stop that, or choose another port.`
    reject(isTaken ? new ConfigError(sentence, { cause }) : cause)
  })
  server.listen(port, host, resolve)
  await promise
}

/** Takes no more requests; resolves when those under way are answered. */
export async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeIdleConnections()
  await promise
}

/** What Node's parser refuses never reaches the app. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusOfParserError[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const statusOfParserError: Partial<Record<string, string>> = {
  HPE_INVALID_METHOD: '405 Method Not Allowed',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
