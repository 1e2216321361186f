import { setTimeout as pause } from 'node:timers/promises'

const people = 4
const everyMs = 200
const withinMs = 15_000
/** The first of them makes an event with every so many clicks, the others only read. */
const writeEvery = 3

const pages = ['', '/visits/daily', '/top/content', '/resources/visits', '/students', '/events']

export interface Click {
  at: number
  ms: number
  ok: boolean
  /** Status, or why there was none. */
  how: string
}

/** People who click through courses of the site, and now and then make an event in a course of its own. */
export function startClicking(site: {
  origin: string
  cookie: string
  courses: number[]
  eventCourse: number
}) {
  const { origin, cookie, courses, eventCourse } = site
  const clicks: Click[] = []
  /** Titles of events that the site has said it made. */
  const made: string[] = []
  let isOver = false

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', ...init.headers }
    const signal = AbortSignal.timeout(withinMs)
    const answer = await fetch(`${origin}/api/courses/${path}`, { ...init, headers, signal })
    await answer.arrayBuffer()
    return answer
  }

  /** Once more where a connection that was kept breaks: browsers do so by themselves. */
  const read = (path: string) =>
    ask(path).catch((error: unknown) => {
      if (error instanceof DOMException) throw error // it took too long
      return ask(path)
    })

  async function makeEvent(title: string): Promise<Response> {
    const event = { kind: 'single', title, at: '2026-09-30T10:00:00Z' }
    const answer = await ask(`${eventCourse}/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(event),
    })
    if (answer.status === 201) made.push(title)
    return answer
  }

  async function clickOn(person: number) {
    for (let round = 0; !isOver; round += 1) {
      const at = Date.now()
      const course = courses[(round + person) % courses.length] ?? 0
      const click =
        person === 0 && round % writeEvery === 0
          ? makeEvent(`event ${round}`)
          : read(`${course}${pages[round % pages.length]}`)
      const outcome = await click.then(
        ({ ok, status }) => ({ ok, how: String(status) }),
        (error: unknown) => ({ ok: false, how: reasonOf(error) }),
      )
      clicks.push({ at, ms: Date.now() - at, ...outcome })
      await pause(everyMs)
    }
  }

  const clicking = Promise.all(Array.from({ length: people }, (_, person) => clickOn(person)))
  return {
    clicks,
    made,
    stop: async () => {
      isOver = true
      await clicking
    },
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  return cause instanceof Error ? cause.name : String(cause)
}
