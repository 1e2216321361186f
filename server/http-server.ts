import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ConfigError } from '#lib/config.ts'
import { largestBodyBytes } from './middleware/body-limit.ts'

/**
 * A request that is slower or larger than any honest one is cut off. Node's own limit for a whole request
 * knows no exceptions: `watchBody` stands for it.
 */
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 0,
  connectionsCheckingInterval: 5000,
}
const wholeWithinMs = 30_000

export interface SiteBindings extends HttpBindings {
  /** For the route that wants it: the body may come as slowly as it likes. Watching it is the route's own. */
  expectLongBody: () => void
}
type Site = (request: Request, bindings: SiteBindings) => Promise<Response>

/** A server that hands every request to the site. The caller listens and closes. */
export function createSiteServer(site: Site, { withinMs = wholeWithinMs } = {}): Server {
  const expecting = new WeakMap<object, () => void>()
  const listener = getRequestListener((request, bindings) => {
    const http = bindings as HttpBindings
    return site(request, { ...http, expectLongBody: () => expecting.get(http.incoming)?.() })
  })

  function receive(incoming: IncomingMessage, outgoing: ServerResponse, asksFirst: boolean) {
    const stopWatching = watchBody(incoming, outgoing, withinMs)
    const isLarge = Number(incoming.headers['content-length'] ?? 0) > largestBodyBytes
    // Who asks whether to send a large body hears it from the route, or is spared the sending.
    if (asksFirst && !isLarge) outgoing.writeContinue()
    expecting.set(incoming, () => {
      stopWatching()
      if (asksFirst && isLarge) outgoing.writeContinue()
    })
    void listener(incoming, outgoing)
  }

  return createServer(limits)
    .on('request', (incoming, outgoing) => receive(incoming, outgoing, false))
    .on('checkContinue', (incoming, outgoing) => receive(incoming, outgoing, true))
}

/** Cuts the connection unless the whole request is there in time; returns what ends the watch. */
function watchBody(incoming: IncomingMessage, outgoing: ServerResponse, withinMs: number) {
  const timer = setTimeout(() => {
    if (incoming.complete) return
    if (outgoing.headersSent) incoming.socket.destroy()
    else refuse(incoming.socket, '408 Request Timeout')
  }, withinMs)
  const stop = () => clearTimeout(timer)
  outgoing.on('close', stop)
  return stop
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

/** Whoever still reads an answer after this is not going to. */
const answeredWithinMs = 15_000

/** Takes no more requests; resolves when those under way are answered. */
export async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), answeredWithinMs)
  await promise
  clearTimeout(timer)
}

/** What Node's parser refuses never reaches the app. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  refuse(socket, statusOfParserError[error.code ?? ''] ?? '400 Bad Request')
}

function refuse(socket: Socket, status: string): void {
  socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  socket.destroySoon()
}

const statusOfParserError: Partial<Record<string, string>> = {
  HPE_INVALID_METHOD: '405 Method Not Allowed',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
