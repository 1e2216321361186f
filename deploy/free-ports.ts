import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** So many different ports that nobody listens on at the moment, on loopback. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

/** Throws the system's error (EADDRINUSE, EACCES …) when a server could not listen there. */
export async function tryPort(port: number, host: string): Promise<void> {
  const server = createServer().listen({ port, host, exclusive: true })
  await once(server, 'listening')
  await once(server.close(), 'close')
}
