import { hash, parseOptions, verify } from '@node-rs/argon2'
import { ApiError } from '../api-error.ts'
import { isCommonPassword } from './common-passwords.ts'
import { createSlots } from './slots.ts'

/** argon2id, the package's own default algorithm, with the smallest parameters that OWASP advises. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Hashing takes the threads that also read files, and 19 MiB each: two at a time. Who would have to wait
 * behind so many others is turned away.
 */
const hashing = createSlots({ atOnce: 2, waiting: 100 })

/**
 * Hash of a password that nobody knows: checked where there is no user, so that an unknown address takes
 * as long as a wrong password.
 */
const nobody =
  '$argon2id$v=19$m=19456,t=2,p=1$YM/dJ+OUN/ETYfqAmTZS4g$nh7ABM18Oa6XYzgMFLsXIwiHkp9/ueO2CLQja4485ws'

/** Two ways to type the same characters are the same password. */
const canonical = (password: string) => password.normalize('NFKC')

export function hashPassword(password: string): Promise<string> {
  return hashing.run(() => hash(canonical(password), parameters))
}

/** Hashes a password that somebody has just chosen in the field `path`; refuses one that many choose. */
export function hashChosenPassword(password: string, path: string): Promise<string> {
  if (isCommonPassword(password)) {
    throw new ApiError(422, 'The password is too easy to guess.', {
      errors: [{ path, message: 'is one that many people choose: take another' }],
    })
  }
  return hashPassword(password)
}

/** Whether the password is right; `stored` null (no user, no password yet) takes as long and is false. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await hashing.run(() => verify(stored ?? nobody, canonical(password)))
  return right && stored !== null
}

/** Whether a stored hash was made with weaker parameters than today's. */
export function isWeakHash(stored: string): boolean {
  const { memoryCost, timeCost } = parseOptions(stored)
  return memoryCost < parameters.memoryCost || timeCost < parameters.timeCost
}
