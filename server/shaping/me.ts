import type { User } from '#shared/session.ts'

/** What of a person's row they see themselves. */
export function ownOf({ id, email, name, isAdmin, timeZone, wantsDigest }: User): User {
  return { id, email, name, isAdmin, timeZone, wantsDigest }
}

/** Who is signed in, and which administrator looks on as them. */
export function meOf(user: User, hijacker: User | null) {
  return { user: ownOf(user), hijackedBy: hijacker && { id: hijacker.id, name: hijacker.name } }
}
