import { hc } from 'hono/client'
import type { App } from '#server/app.ts'
import { readError, Unreachable } from './api-error.ts'
import { sharedGet } from './shared-get.ts'

type Listener = () => void
const signedOutListeners = new Set<Listener>()

/** Calls `listener` whenever the API says that nobody is signed in (any more). */
export function onSignedOut(listener: Listener): void {
  signedOutListeners.add(listener)
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new Unreachable('no answer from the server', { cause: error })
  }
}

const get = sharedGet(send)

/** The only `fetch` of the site. Errors of the API are thrown as `ApiError`, no answer as `Unreachable`. */
async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await (init.method === 'GET' ? get(url, init) : send(url, init))
  if (response.ok) return response
  const error = await readError(response)
  // A wrong password is a 401, too, but nobody has been signed out by it.
  if (error.status === 401 && url !== '/api/login') signedOutListeners.forEach((tell) => tell())
  throw error
}

export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError'

/** The API, typed by the server that answers it. */
export const { api } = hc<App>('/', {
  // The typed client hands over an address as text, whatever `fetch` might take besides.
  fetch: ((url: string, init: RequestInit) => request(url, init)) as typeof fetch,
})
