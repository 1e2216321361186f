import { createHash } from 'node:crypto'
import type { Db } from '#drizzle/db.ts'
import { ApiError } from '../api-error.ts'
import { addFailures, nthNewestFailure } from '../repositories/sign-in-failures.ts'

const windowMilliseconds = 15 * 60_000
const allowedFailures = 10

export interface Attempt {
  email: string
  address: string
  /** The random part of the browser's mark, where it has one for this e-mail address. */
  knownBrowser: string | null
}

/**
 * Under which names a failed attempt counts. Strangers count by client address and by e-mail address; a
 * browser in which this person has signed in before counts by itself.
 */
function subjectsOf({ email, address, knownBrowser }: Attempt): string[] {
  if (knownBrowser) return [`browser:${knownBrowser}`]
  const emailHash = createHash('sha256').update(email).digest('hex')
  return [`address:${address}`, `email:${emailHash}`]
}

/** Milliseconds until the attempt may be made; 0 when it may be made now. */
async function waitOf(db: Db, attempt: Attempt, now: Date): Promise<number> {
  const since = new Date(now.getTime() - windowMilliseconds)
  const waits = await Promise.all(
    subjectsOf(attempt).map(async (subject) => {
      const oldest = await nthNewestFailure(db, { subject, since, nth: allowedFailures })
      return oldest ? oldest.getTime() - since.getTime() : 0
    }),
  )
  return Math.max(...waits)
}

/** Throws 429 after ten failures in fifteen minutes. Attempts that are turned away do not count. */
export async function refuseThrottled(db: Db, attempt: Attempt, now: Date): Promise<void> {
  const wait = await waitOf(db, attempt, now)
  if (wait === 0) return
  const seconds = Math.ceil(wait / 1000)
  throw new ApiError(429, 'Too many failed sign-ins. Wait before you try again.', {
    headers: { 'Retry-After': String(seconds) },
  })
}

/** Counts a failure; true when it was the one that closes the door. */
export async function countFailure(db: Db, attempt: Attempt, now: Date): Promise<boolean> {
  await addFailures(db, subjectsOf(attempt), now)
  return (await waitOf(db, attempt, now)) > 0
}
