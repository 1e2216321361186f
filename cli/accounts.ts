import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Db } from '#drizzle/db.ts'
import { isCommonPassword } from '#server/auth/common-passwords.ts'
import { addAuditEntry } from '#server/repositories/audit-log.ts'
import { findUserByEmail } from '#server/repositories/users.ts'
import type { AuditAction } from '#shared/audit.ts'
import { newPasswordSchema } from '#shared/session.ts'
import { CommandError, UsageError } from './command.ts'

/** The person with this address, in whatever case it is typed. */
export async function findPerson(db: Db, email: string) {
  const person = await findUserByEmail(db, email.trim().toLowerCase())
  if (!person) throw new CommandError(`nobody has the address ${email}`)
  return person
}

export const passwordOption = {
  type: 'boolean',
  says: 'read the password from standard input; else one is made up and shown once',
} as const

interface ChosenPassword {
  password: string
  isMadeUp: boolean
}

/** The password from standard input, its line end cut off, or a new one that has to be shown. */
export async function choosePassword(fromInput: boolean | undefined): Promise<ChosenPassword> {
  if (!fromInput) return { password: makePassword(), isMadeUp: true }
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (!newPasswordSchema.safeParse(password).success) {
    throw new UsageError('the password must have 8 to 1024 characters')
  }
  if (isCommonPassword(password)) {
    throw new UsageError('the password is one that many people choose: take another')
  }
  return { password, isMadeUp: false }
}

/** To be called when everything is stored: a password that was made up is shown this once. */
export function sayPassword({ password, isMadeUp }: ChosenPassword) {
  if (isMadeUp) console.log(`password, shown only now: ${password}`)
}

/** 120 bits in 20 characters that can be copied with a double click. */
function makePassword(): string {
  for (;;) {
    const password = randomBytes(15).toString('base64url')
    if (!/[-_]/.test(password)) return password
  }
}

/** Writes down what was done from the command line: nobody is signed in there. */
export function auditFromCommand(
  db: Db,
  action: AuditAction,
  detail: Record<string, unknown>,
  courseId?: number,
): Promise<void> {
  const entry = { at: new Date(), action, actorId: null, courseId, detail, address: 'cli' }
  return addAuditEntry(db, entry)
}
