import type { z } from 'zod'

/** The site's interface as somebody who is signed in. Answers are checked by their schema. */
export interface SiteClient {
  get: <T>(path: string, answer: z.ZodType<T>) => Promise<T>
  post: <T>(path: string, body: unknown, answer: z.ZodType<T>) => Promise<T>
}

/** Signs in; undefined when the site does not take this password. */
export async function signIn(
  origin: string,
  { email, password }: { email: string; password: string },
): Promise<SiteClient | undefined> {
  const login = await send(origin, 'POST', '/api/login', { body: { email, password } })
  if (login.status === 401) return undefined
  const cookie = (await succeeded(login)).headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  return {
    get: async (path, answer) => answer.parse(await json(send(origin, 'GET', path, { cookie }))),
    post: async (path, body, answer) =>
      answer.parse(await json(send(origin, 'POST', path, { cookie, body }))),
  }
}

function send(
  origin: string,
  method: string,
  path: string,
  { cookie, body }: { cookie?: string; body?: unknown },
): Promise<Response> {
  return fetch(new URL(path, origin), {
    method,
    headers: {
      // The site takes changes from its own pages only; a browser says so for them.
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'application/json',
      ...(cookie ? { cookie } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function succeeded(response: Response): Promise<Response> {
  if (response.ok) return response
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
}

async function json(response: Promise<Response>): Promise<unknown> {
  return (await succeeded(await response)).json()
}
