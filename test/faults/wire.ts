import { once } from 'node:events'
import net from 'node:net'

/** Reads what one side of a connection says, chunk by chunk, and tells what passes. */
export type Reader<Sight> = (chunk: Buffer) => Sight[]

export interface Wire {
  port: number
  /** Breaks every connection, at both ends. */
  cut: () => void
  close: () => Promise<void>
}

interface WireOptions<Sight> {
  target: { host: string; port: number }
  /** Called for each connection. */
  createReaders: () => { asking: Reader<Sight>; answering: Reader<Sight> }
  /** A new connection waits for it. */
  begin?: () => Promise<void>
  /** Sees everything before it is passed on; what it returns is waited for first. */
  watch: (sight: Sight) => Promise<unknown> | undefined
}

/** A way from a process of ours to a server on which each word can be seen, and held up. */
export async function createWire<Sight>(options: WireOptions<Sight>): Promise<Wire> {
  const { target, createReaders, begin, watch } = options
  const sockets = new Set<net.Socket>()

  async function pump(from: net.Socket, to: net.Socket, read: Reader<Sight>) {
    try {
      await begin?.()
      for await (const chunk of from as AsyncIterable<Buffer>) {
        for (const sight of read(chunk)) await watch(sight)
        if (to.destroyed) return
        to.write(chunk)
      }
    } finally {
      from.destroy()
      to.destroy()
    }
  }

  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ ...target, noDelay: true })
    const { asking, answering } = createReaders()
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      // A side that ends takes the other with it, also while something is held up.
      from.on('error', () => {}).on('close', () => to.destroy() && sockets.delete(from))
    }
    const brokenOff = () => {
      // The reading of a socket that was destroyed.
    }
    pump(near, far, asking).catch(brokenOff)
    pump(far, near, answering).catch(brokenOff)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as net.AddressInfo).port,
    cut,
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
