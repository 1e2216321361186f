import { inDbTransaction, type Db } from '#drizzle/db.ts'
import type { Deps } from '../deps.ts'
import { addAuditEntry } from '../repositories/audit-log.ts'
import {
  addUser,
  changeUser,
  findUser,
  findUserByEmail,
  findUserByOidcSubject,
  lockAdministrators,
  type UserRow,
} from '../repositories/users.ts'
import type { Identity, OidcSettings } from './oidc.ts'

/** Why somebody whom the issuer knows does not get in. */
export type NoAccount = 'no-verified-email' | 'no-account' | 'deactivated' | 'other-account'

type Needs = Pick<Deps, 'pool' | 'now'>
interface Asking extends OidcSettings {
  address: string
}

/**
 * The account of whom the issuer vouches for: by the subject, else by the address that the issuer has verified,
 * to which the subject is then tied. Membership in the administrators' group counts from sign-in to sign-in.
 */
export function accountOf(
  { pool, now }: Needs,
  identity: Identity,
  asking: Asking,
): Promise<UserRow | NoAccount> {
  return inDbTransaction(pool, async (db) => {
    const found = await find(db, identity, asking, now())
    if (typeof found === 'string') return found
    if (found.deactivatedAt) return 'deactivated'
    return followGroups(db, found, { identity, asking, at: now() })
  })
}

async function find(db: Db, identity: Identity, asking: Asking, createdAt: Date) {
  const { subjectHash, email } = identity
  const known = await findUserByOidcSubject(db, subjectHash)
  if (known) return known
  if (email === null) return 'no-verified-email'
  const person = await findUserByEmail(db, email)
  if (person?.oidcSubjectHash) return 'other-account'
  if (person) {
    await changeUser(db, person.id, { oidcSubjectHash: subjectHash })
    return person
  }
  if (!asking.createsUsers) return 'no-account'
  const name = identity.name ?? email
  const newUser = { email, name, passwordHash: null, isAdmin: false, createdAt }
  const id = await addUser(db, { ...newUser, oidcSubjectHash: subjectHash })
  if (id === null) return 'no-account'
  const detail = { user: id, isAdmin: false, by: 'oidc' }
  const entry = { at: createdAt, actorId: id, address: asking.address, detail }
  await addAuditEntry(db, { ...entry, action: 'user.created' })
  return (await findUser(db, id)) ?? 'no-account'
}

interface Following {
  identity: Identity
  asking: Asking
  at: Date
}

/** The last administrator stays one, whatever the issuer says. */
async function followGroups(db: Db, user: UserRow, { identity, asking, at }: Following) {
  const { adminGroup, address } = asking
  if (adminGroup === undefined) return user
  const isAdmin = identity.groups.includes(adminGroup)
  if (isAdmin === user.isAdmin) return user
  const administrators = await lockAdministrators(db)
  if (!isAdmin && administrators.every((id) => id === user.id)) return user
  await changeUser(db, user.id, { isAdmin })
  const detail = { user: user.id, isAdmin, fields: ['isAdmin'], by: 'oidc' }
  await addAuditEntry(db, { at, actorId: user.id, address, action: 'user.changed', detail })
  return { ...user, isAdmin }
}
