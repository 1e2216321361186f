import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportProgress } from '#shared/import.ts'
import type { Deps } from '../deps.ts'
import { listProgress, newestImportId } from '../repositories/imports.ts'
import { importProgressOf } from '../shaping/imports.ts'
import { createEventStreams } from './event-streams.ts'

type Needs = Pick<Deps, 'db' | 'sessions' | 'log' | 'stopping'>

/** How many imports that have not ended are followed. */
const mostFollowed = 1000
const hasEnded = ({ state }: ImportProgress) => state !== 'queued' && state !== 'running'

/**
 * Tells listeners, as server-sent events, which imports come, how those that run get on, and how they end.
 * One look at the table a second serves all of them, and none is taken while nobody listens. Who has signed
 * out, or is no administrator any more, is told nothing more.
 */
export function createProgressFeed(
  { db, sessions, log, stopping }: Needs,
  { everyMs = 1000, heartbeatMs = 15_000 } = {},
) {
  const streams = createEventStreams(stopping, heartbeatMs)
  /** What listeners know of imports that had not ended. */
  let known = new Map<number, ImportProgress>()
  /** What is newer has come since the last look. */
  let newestId: number | undefined
  let isLooking = false

  async function turnAway() {
    const present = streams.all()
    const welcome = await sessions.administrators(present.map(({ sessionId }) => sessionId))
    for (const one of present) if (!welcome.has(one.sessionId)) streams.close(one)
  }

  async function look() {
    await turnAway()
    const isFirst = newestId === undefined
    newestId ??= await newestImportId(db)
    const ids = [...known.keys()]
    const rows = await listProgress(db, { ids, newerThan: newestId, withQueued: isFirst })
    newestId = Math.max(newestId, ...rows.map(({ id }) => id))
    tellNews(rows.map(importProgressOf))
  }

  function tellNews(now: ImportProgress[]) {
    const news = now.filter((one) => !isSame(one, known.get(one.id)))
    const open = now.filter((one) => !hasEnded(one)).slice(-mostFollowed)
    known = new Map(open.map((one) => [one.id, one]))
    for (const listener of streams.all()) {
      streams.tell(listener, (listener.isNew ? open : news).map(eventOf).join(''))
      listener.isNew = false
    }
  }

  async function lookWhileHeard() {
    isLooking = true
    while (streams.all().length > 0) {
      await look().catch((error: unknown) => log.warn({ err: error }, 'no progress could be told'))
      await sleep(everyMs, undefined, { signal: stopping }).catch(() => {})
    }
    newestId = undefined
    known.clear()
    isLooking = false
  }

  return {
    /** A stream of events for the holder of this session. */
    listen(sessionId: string): ReadableStream<Uint8Array> {
      const stream = streams.open(sessionId)
      if (!isLooking) void lookWhileHeard()
      return stream
    },
  }
}

const eventOf = (one: ImportProgress) => `event: progress\ndata: ${JSON.stringify(one)}\n\n`

const isSame = (a: ImportProgress, b: ImportProgress | undefined) =>
  JSON.stringify(a) === JSON.stringify(b)
