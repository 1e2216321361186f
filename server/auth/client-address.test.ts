import { expect, it } from 'vitest'
import { createClientAddress } from './client-address.ts'

const client = createClientAddress(['10.0.0.1', '192.168.0.0/16', '2001:db8::/32'])

it.each([
  ['nobody in between', '203.0.113.5', null, '203.0.113.5'],
  ['an untrusted one is the client, whatever it says', '203.0.113.5', '1.2.3.4', '203.0.113.5'],
  ['a trusted one says who it saw', '10.0.0.1', '203.0.113.5', '203.0.113.5'],
  ['what the client wrote itself is not read', '10.0.0.1', '1.2.3.4, 203.0.113.5', '203.0.113.5'],
  ['a row of trusted ones', '10.0.0.1', '1.2.3.4, 203.0.113.5, 192.168.7.7', '203.0.113.5'],
  ['all are trusted', '10.0.0.1', '192.168.7.7', '192.168.7.7'],
  ['IPv4 in IPv6', '::ffff:10.0.0.1', '::ffff:203.0.113.5', '203.0.113.5'],
  ['IPv6', '2001:db8::1', '2001:db9::5', '2001:db9::5'],
  ['a trusted one says nothing', '10.0.0.1', null, '10.0.0.1'],
  ['a trusted one says nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['there is no socket', undefined, '203.0.113.5', 'unknown'],
])('%s', (_, socketAddress, forwardedFor, expected) => {
  expect(client(socketAddress, forwardedFor)).toBe(expected)
})
