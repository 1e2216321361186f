import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { closeServer, createSiteServer, listen } from '#server/http-server.ts'
import type { TestSite } from './site.ts'

interface Raw {
  method?: string
  headers?: Record<string, string>
  /** A stream goes out in chunks, of which nobody says how many. */
  body?: string | Buffer | Readable
}

/** The site behind a real socket, for what a `Request` object would tidy up: odd paths, methods, bodies. */
export async function listening(
  { site }: Pick<TestSite, 'site'>,
  options?: Parameters<typeof createSiteServer>[1],
) {
  const server = createSiteServer(site, options)
  await listen(server, { host: '127.0.0.1', port: 0 })
  const { port } = server.address() as AddressInfo

  return {
    port,
    /** Sends the path exactly as it is. */
    async send(path: string, { method = 'GET', headers = {}, body }: Raw = {}) {
      const sending = httpRequest({ host: '127.0.0.1', port, path, method, headers })
      if (body instanceof Readable) pipeline(body, sending).catch(() => {})
      else sending.end(body)
      const [response] = (await once(sending, 'response')) as [IncomingMessage]
      return { status: response.statusCode, headers: response.headers, body: await text(response) }
    },
    /** Writes the bytes as they are, and gives back what comes until the end. */
    async write(bytes: string): Promise<string> {
      const socket = connect(port, '127.0.0.1')
      socket.write(bytes)
      return text(socket)
    },
    close: () => closeServer(server),
  }
}
