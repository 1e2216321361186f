import { BlockList, isIP } from 'node:net'

/** `::ffff:192.0.2.1`, the IPv4 client of an IPv6 socket, is `192.0.2.1`. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Whether an address is one of these addresses, or in one of these networks such as `10.0.0.0/8`. */
export function createAddressList(addresses: string[]): (address: string) => boolean {
  const list = blockListOf(addresses)
  return (given) => {
    const address = plain(given)
    return isIP(address) !== 0 && list.check(address, family(address))
  }
}

function blockListOf(addresses: string[]): BlockList {
  const list = new BlockList()
  for (const entry of addresses) {
    const [address = '', prefix] = entry.split('/')
    if (prefix) list.addSubnet(address, Number(prefix), family(address))
    else list.addAddress(address, family(address))
  }
  return list
}

/**
 * What counts as one client. Whoever has an IPv6 address has a whole network of them (/64) to choose from, as one has
 * ports of an IPv4 address.
 */
export function clientNetwork(address: string): string {
  if (isIP(address) !== 6) return address
  const [written = ''] = address.split('%')
  const [head = [], tail = []] = written.split('::').map((part) => part.split(':').filter(Boolean))
  // The last 32 bits may be written as an IPv4 address.
  const given = [...head, ...tail].reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0)
  const groups = [...head, ...Array<string>(8 - given).fill('0'), ...tail]
  const network = groups.slice(0, 4).map((group) => parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}

/**
 * Finds the client behind trusted proxies (addresses or networks such as `10.0.0.0/8`). Each proxy adds
 * whom it saw at the end of `X-Forwarded-For`, so the list is read from there, and only as long as the
 * one who says so is trusted: what a client itself wrote is never believed.
 */
export function createClientAddress(trustedProxies: string[]) {
  const isTrusted = createAddressList(trustedProxies)

  return (socketAddress: string | undefined, forwardedFor: string | null): string => {
    let client = plain(socketAddress ?? '')
    const hops = (forwardedFor ?? '').split(',').map(plain).filter(Boolean)
    while (isIP(client) !== 0 && isTrusted(client)) {
      const previous = hops.pop()
      if (previous === undefined || isIP(previous) === 0) break
      client = previous
    }
    return client || 'unknown'
  }
}
