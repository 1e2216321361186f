import { createHash } from 'node:crypto'
import type { Db } from '#drizzle/db.ts'
import { ApiError } from '../api-error.ts'
import { addFailures, nthNewestFailure, removeFailures } from '../repositories/sign-in-failures.ts'
import { clientNetwork } from './client-address.ts'
import { createSlots } from './slots.ts'

const windowMilliseconds = 15 * 60_000
const allowedFailures = 10
/** Whole lecture halls stand behind one address, and each of these is answered without any hashing. */
const allowedResetsByAddress = 30
const allowedResetsByEmail = 3

export interface Attempt {
  email: string
  address: string
  /** The random part of the browser's mark, where it has one for this e-mail address. */
  knownBrowser: string | null
}

const hashOf = (email: string) => createHash('sha256').update(email).digest('hex')

/**
 * Under which names a failed attempt counts. Strangers count by client address and by e-mail address; a
 * browser in which this person has signed in before counts by itself.
 */
export function subjectsOf({ email, address, knownBrowser }: Attempt): string[] {
  if (knownBrowser) return [`browser:${knownBrowser}`]
  return [`address:${clientNetwork(address)}`, `email:${hashOf(email)}`]
}

/** Milliseconds until these subjects may try; 0 when they may now. */
async function waitOf(db: Db, subjects: string[], allowed: number, now: Date): Promise<number> {
  const since = new Date(now.getTime() - windowMilliseconds)
  const waits = await Promise.all(
    subjects.map(async (subject) => {
      const oldest = await nthNewestFailure(db, { subject, since, nth: allowed })
      return oldest ? oldest.getTime() - since.getTime() : 0
    }),
  )
  return Math.max(...waits)
}

function refuse(wait: number, detail: string): void {
  if (wait === 0) return
  const headers = { 'Retry-After': String(Math.ceil(wait / 1000)) }
  throw new ApiError(429, detail, { headers })
}

/** Throws 429 after ten failures in fifteen minutes. Attempts that are turned away do not count. */
export async function refuseThrottled(db: Db, attempt: Attempt, now: Date): Promise<void> {
  const wait = await waitOf(db, subjectsOf(attempt), allowedFailures, now)
  refuse(wait, 'Too many failed sign-ins. Wait before you try again.')
}

/** Counts a failure; true when it was the one that closes the door. */
export async function countFailure(db: Db, attempt: Attempt, now: Date): Promise<boolean> {
  await addFailures(db, subjectsOf(attempt), now)
  return (await waitOf(db, subjectsOf(attempt), allowedFailures, now)) > 0
}

/** Who holds a link that was mailed to this address is its owner, whoever guessed at it before. */
export const forgetFailures = (db: Db, email: string): Promise<void> =>
  removeFailures(db, `email:${hashOf(email)}`)

/** One at a time between the look at what was asked before and the count, so that none run past the limit. */
const resets = createSlots({ atOnce: 1, waiting: 200, alike: 80 })

/**
 * Counts that somebody asks for a link, or tries one. Throws 429 where too many come from one client. False
 * where this e-mail address has had enough mails: to say so would tell a stranger about others' mail.
 */
export async function countReset(
  db: Db,
  { address, email }: { address: string; email?: string },
  now: Date,
): Promise<boolean> {
  const byAddress = `reset-by:${clientNetwork(address)}`
  const byEmail = email === undefined ? [] : [`reset-for:${hashOf(email)}`]
  const refuseMany = async () =>
    refuse(
      await waitOf(db, [byAddress], allowedResetsByAddress, now),
      'Too many requests from where you are. Wait before you try again.',
    )
  // Who is turned away does not queue.
  await refuseMany()
  return resets.run(async () => {
    await refuseMany()
    const wait = byEmail.length > 0 ? await waitOf(db, byEmail, allowedResetsByEmail, now) : 0
    await addFailures(db, [byAddress, ...(wait === 0 ? byEmail : [])], now)
    return wait === 0
  }, [byAddress])
}

const refusals = createSlots({ atOnce: 1, waiting: 200, alike: 80 })

/**
 * Counts that the issuer would not vouch for somebody, which anybody can bring about as often as they like. False where
 * the client has done so ten times: more of it need not be written down.
 */
export function countRefusal(db: Db, address: string, now: Date): Promise<boolean> {
  const subject = `issuer-refused:${clientNetwork(address)}`
  return refusals.run(async () => {
    if ((await waitOf(db, [subject], allowedFailures, now)) > 0) return false
    await addFailures(db, [subject], now)
    return true
  }, [subject])
}
