import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'

export interface SignIn {
  email: string
  /** Where it comes from, as a proxy says. */
  address: string
  password: string
  /** Cookie of a browser in which this person has signed in before. */
  mark?: string | undefined
}

/** Signs in to one site, over so many connections at a time. Close it at the end. */
export function createSignIns(origin: string, atOnce: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

  async function signIn({ email, address, password, mark }: SignIn) {
    const headers = {
      'Content-Type': 'application/json',
      'Sec-Fetch-Site': 'same-origin',
      'X-Forwarded-For': address,
      ...(mark ? { Cookie: mark } : {}),
    }
    const sending = request(new URL('/api/login', origin), { agent, method: 'POST', headers })
    sending.end(JSON.stringify({ email, password }))
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    answer.resume()
    await once(answer, 'end')
    const cookies = (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '')
    return {
      status: answer.statusCode ?? 0,
      mark: cookies.find((cookie) => cookie.startsWith('known-browser=')),
    }
  }
  return { signIn, close: () => agent.destroy() }
}
