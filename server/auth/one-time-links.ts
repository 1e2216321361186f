import { dbOfConnection } from '#drizzle/db.ts'
import { insertMail } from '#drizzle/outbox.ts'
import { inTransaction } from '#drizzle/pool.ts'
import { ApiError } from '../api-error.ts'
import type { Deps } from '../deps.ts'
import { tellWorkers } from '../imports/tell-workers.ts'
import { addAuditEntry } from '../repositories/audit-log.ts'
import {
  addReset,
  personOfReset,
  removeResetsOf,
  takeReset,
} from '../repositories/password-resets.ts'
import { removeSessionsOf } from '../repositories/sessions.ts'
import { changeUser, findUserByEmail, lockAccount, type UserRow } from '../repositories/users.ts'
import { composeLink, linkMinutes, type LinkKind } from './link-mails.ts'
import { hashChosenPassword } from './passwords.ts'
import { forgetFailures } from './throttle.ts'
import { hashOfToken, makeToken } from './tokens.ts'

type Needs = Pick<Deps, 'pool' | 'db' | 'now' | 'log' | 'publish' | 'settings'>

interface From {
  /** Who asked for it; null where nobody is signed in. */
  actorId: number | null
  address: string
}

/**
 * Mails somebody a link with which they choose a password, once. Somebody who has none yet is invited. The
 * token is in the mail alone: the table keeps its hash.
 */
export async function mailLink(needs: Needs, user: UserRow, from: From): Promise<LinkKind> {
  const { pool, now, settings } = needs
  const kind = user.hasPassword ? 'password-reset' : 'invitation'
  const token = makeToken()
  const tokenHash = hashOfToken(token)
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + linkMinutes[kind] * 60_000)
  const { subject, body } = composeLink(kind, { ...settings, name: user.name, token })

  const mailId = await inTransaction(pool, async (connection) => {
    const db = dbOfConnection(connection)
    // An address that has just been taken from them gets nothing.
    const account = await lockAccount(db, user.id)
    if (account?.email !== user.email || account.deactivatedAt) return undefined
    await addReset(db, { tokenHash, userId: user.id, createdAt, expiresAt })
    await addAuditEntry(db, {
      ...from,
      at: createdAt,
      action: kind === 'invitation' ? 'user.invited' : 'password.reset_requested',
      detail: { user: user.id },
    })
    const mail = { kind, occasion: tokenHash, recipient: user.email, subject, body }
    return insertMail(connection, { ...mail, giveUpAfterMinutes: linkMinutes[kind] })
  })
  if (mailId !== undefined) await tellWorkers(needs, { job: 'send-mail', mailId })
  return kind
}

/** Mails a link to whoever can sign in by this address; does nothing where that is nobody. */
export async function mailLinkTo(needs: Needs, email: string, address: string): Promise<void> {
  const user = await findUserByEmail(needs.db, email)
  if (!user || user.deactivatedAt) return
  if (!needs.settings.sendsMail) {
    needs.log.warn('EMAIL_HOST is not set: nobody can be sent a link for a new password')
    return
  }
  await mailLink(needs, user, { actorId: null, address })
}

const linkUnusable = () =>
  new ApiError(404, 'This link has been used, is too old, or never was one. Ask for another.')

/** Sets the password that the holder of a link has chosen, and ends all their sessions. */
export async function usePasswordLink(
  { pool, db, now }: Pick<Needs, 'pool' | 'db' | 'now'>,
  { token, password, address }: { token: string; password: string; address: string },
): Promise<void> {
  const tokenHash = hashOfToken(token)
  const person = await personOfReset(db, tokenHash, now())
  if (!person) throw linkUnusable()
  const passwordHash = await hashChosenPassword(password, 'password')
  await inTransaction(pool, async (connection) => {
    const tx = dbOfConnection(connection)
    if (!(await takeReset(tx, tokenHash, now()))) throw linkUnusable()
    await changeUser(tx, person.id, { passwordHash })
    await removeResetsOf(tx, person.id)
    await removeSessionsOf(tx, person.id)
    await forgetFailures(tx, person.email)
    const entry = { at: now(), actorId: person.id, address }
    await addAuditEntry(tx, { ...entry, action: 'password.reset' })
  })
}
