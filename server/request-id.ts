import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { createAddressList } from './auth/client-address.ts'

/** The id of the request that is being answered, for the messages that it causes. */
export const requestIds = new AsyncLocalStorage<string>()

/** A trusted proxy has named the request already, in its own log; a stranger's name for it is not taken over. */
export function createRequestId(trustedProxies: string[]) {
  const isTrusted = createAddressList(trustedProxies)
  return (socketAddress: string | undefined, proposed: string | null): string => {
    const mayName = socketAddress !== undefined && isTrusted(socketAddress)
    return mayName && /^[\w-]{8,64}$/.test(proposed ?? '') ? (proposed ?? '') : randomUUID()
  }
}
