import { once } from 'node:events'
import net from 'node:net'
import { freePorts } from '#deploy/free-ports.ts'

export interface Address {
  host: string
  port: number
}

/** What stands before several servers: a load balancer, or an address that moves from one to the other. */
export interface Forwarder {
  port: number
  /** From now on these; whoever is connected is thrown off. */
  moveTo: (targets: Address[]) => void
  close: () => Promise<void>
}

/** Hands each connection to the next of the targets in turn; one that refuses is passed over. */
export async function startForwarder(first: Address[]): Promise<Forwarder> {
  let targets = first
  let turn = 0
  const sockets = new Set<net.Socket>()

  async function connectToOne(): Promise<net.Socket | undefined> {
    turn += 1
    for (let index = 0; index < targets.length; index += 1) {
      const target = targets[(turn + index) % targets.length]
      const far = target && (await connectTo(target))
      if (far) return far
    }
    return undefined
  }

  const server = net.createServer({ noDelay: true, pauseOnConnect: true }, (near) => {
    const begin = async () => {
      near.on('error', () => {}) // its 'close' follows
      const far = await connectToOne()
      if (!far) return near.destroy()
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from)
        from.on('error', () => {})
        from.on('close', () => to.destroy() && sockets.delete(from))
        from.pipe(to)
      }
      return near.resume()
    }
    void begin()
  })
  const [port = 0] = await freePorts(1)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => sockets.forEach((socket) => socket.destroy())
  return {
    port,
    moveTo: (others) => {
      targets = others
      cut()
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}

async function connectTo(target: Address): Promise<net.Socket | undefined> {
  const socket = net.connect({ ...target, noDelay: true })
  try {
    await once(socket, 'connect')
    return socket
  } catch {
    return undefined // refused: the next one has its turn
  }
}
