import type { Deps } from '../deps.ts'
import { ApiError } from '../api-error.ts'
import { addAuditEntry } from '../repositories/audit-log.ts'
import { changeUser, findUserByEmail } from '../repositories/users.ts'
import { hashPassword, isPassword, isWeakHash } from './passwords.ts'
import { createSlots } from './slots.ts'
import { countFailure, refuseThrottled, type Attempt } from './throttle.ts'

/**
 * Attempts of one process that are between the look at their failures and the count of their own: few,
 * so that a flood of simultaneous guesses cannot run past the limit.
 */
const attempts = createSlots({ atOnce: 2, waiting: 200 })

type Needs = Pick<Deps, 'db' | 'now'>
interface Credentials extends Attempt {
  password: string
}

/**
 * The person whose password this is. Throws the same 401 for an unknown address, a wrong password and a
 * deactivated person, after the same work; 429 before any hashing when there were too many failures.
 */
export async function signIn({ db, now }: Needs, credentials: Credentials) {
  await refuseThrottled(db, credentials, now())
  return attempts.run(async () => {
    await refuseThrottled(db, credentials, now())
    const user = await findUserByEmail(db, credentials.email)
    const storedHash = user && !user.deactivatedAt ? user.passwordHash : null
    const right = await isPassword(storedHash, credentials.password)
    if (user && storedHash && right) {
      await strengthen(db, user.id, storedHash, credentials.password)
      return user
    }
    await noteFailure({ db, now }, credentials, user?.id ?? null)
    throw new ApiError(401, 'E-mail address or password is wrong.')
  })
}

/** A wrong password of somebody who is signed in counts like a failed sign-in. */
export async function noteFailure({ db, now }: Needs, attempt: Attempt, actorId: number | null) {
  const locked = await countFailure(db, attempt, now())
  const entry = { at: now(), actorId, address: attempt.address }
  await addAuditEntry(db, { ...entry, action: 'sign_in.failed' })
  if (locked) await addAuditEntry(db, { ...entry, action: 'sign_in.locked' })
}

async function strengthen(db: Deps['db'], id: number, storedHash: string, password: string) {
  if (!isWeakHash(storedHash)) return
  await changeUser(db, id, { passwordHash: await hashPassword(password) })
}
