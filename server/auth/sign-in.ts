import type { Deps } from '../deps.ts'
import { ApiError } from '../api-error.ts'
import { addAuditEntry } from '../repositories/audit-log.ts'
import {
  findUserByEmail,
  lockAccount,
  passwordHashOf,
  replacePasswordHash,
} from '../repositories/users.ts'
import { hashPassword, isPassword, isWeakHash } from './passwords.ts'
import { createSlots } from './slots.ts'
import { countFailure, refuseThrottled, subjectsOf, type Attempt } from './throttle.ts'

/**
 * Where attempts of one process wait. Few are let in, none of them asks the database before, and no client and no
 * account takes all the places. Few of those are at a time between the look at their failures and the count of their
 * own, so that a flood of simultaneous guesses cannot run past the limit.
 */
const createQueue = (alike: number) => ({
  door: createSlots({ atOnce: 200, waiting: 0, alike }),
  turns: createSlots({ atOnce: 2, waiting: 200 }),
})
const strangers = createQueue(80)
/** People in a browser of theirs do not stand behind strangers. */
const people = createQueue(20)

type Needs = Pick<Deps, 'db' | 'now'>
interface Credentials extends Attempt {
  password: string
}

export const wrongPassword = () => new ApiError(401, 'E-mail address or password is wrong.')

/** Does what an attempt is about in its turn; throws 429, before any hashing, where there were too many failures. */
async function inTurn<Result>(
  { db, now }: Needs,
  attempt: Attempt,
  { queue, work }: { queue: typeof people; work: () => Promise<Result> },
): Promise<Result> {
  return queue.door.run(async () => {
    await refuseThrottled(db, attempt, now())
    return queue.turns.run(async () => {
      await refuseThrottled(db, attempt, now())
      return work()
    })
  }, subjectsOf(attempt))
}

/**
 * The person whose password this is, with the hash that says so. Throws the same 401 for an unknown address, a wrong
 * password and a deactivated person, after the same work.
 */
export function signIn(needs: Needs, credentials: Credentials) {
  const { email, password, knownBrowser } = credentials
  const queue = knownBrowser ? people : strangers
  const work = async () => {
    const user = await findUserByEmail(needs.db, email)
    const storedHash = user && !user.deactivatedAt ? user.passwordHash : null
    const right = await isPassword(storedHash, password)
    if (user && storedHash && right) {
      return { user, passwordHash: await strengthen(needs.db, user.id, storedHash, password) }
    }
    await noteFailure(needs, credentials, user?.id ?? null)
    throw wrongPassword()
  }
  return inTurn(needs, credentials, { queue, work })
}

/** The stored hash of this password of somebody who is signed in; null for a wrong one, which counts like a failed sign-in. */
export function hashOfOwnPassword(
  needs: Needs,
  attempt: Attempt,
  own: { id: number; password: string },
) {
  const work = async () => {
    const storedHash = await passwordHashOf(needs.db, own.id)
    if (await isPassword(storedHash, own.password)) return storedHash
    await noteFailure(needs, attempt, own.id)
    return null
  }
  return inTurn(needs, attempt, { queue: people, work })
}

async function noteFailure({ db, now }: Needs, attempt: Attempt, actorId: number | null) {
  const locked = await countFailure(db, attempt, now())
  const entry = { at: now(), actorId, address: attempt.address }
  await addAuditEntry(db, { ...entry, action: 'sign_in.failed' })
  if (locked) await addAuditEntry(db, { ...entry, action: 'sign_in.locked' })
}

/** The hash that is stored from now on; another that has taken its place meanwhile stays. */
async function strengthen(db: Deps['db'], id: number, storedHash: string, password: string) {
  if (!isWeakHash(storedHash)) return storedHash
  const passwordHash = await hashPassword(password)
  await replacePasswordHash(db, id, { from: storedHash, to: passwordHash })
  return passwordHash
}

interface Shown {
  id: number
  /** What a password was right by; none where the issuer vouches. */
  passwordHash?: string
}

/**
 * Begins a session for somebody who has just shown who they are. Whoever changes a password or deactivates a person
 * ends their sessions after that: this one, unless it began later, and then it is seen here. Null then.
 */
export async function beginSession(
  { db, sessions }: Pick<Deps, 'db' | 'sessions'>,
  { id, passwordHash }: Shown,
  userAgent = '',
): Promise<string | null> {
  const sessionId = await sessions.start(id, userAgent)
  const account = await lockAccount(db, id)
  const isSame = passwordHash === undefined || account?.passwordHash === passwordHash
  if (account && !account.deactivatedAt && isSame) return sessionId
  await sessions.end(sessionId)
  return null
}
