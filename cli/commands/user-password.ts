import { inDbTransaction } from '#drizzle/db.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { hashPassword } from '#server/auth/passwords.ts'
import { removeResetsOf } from '#server/repositories/password-resets.ts'
import { removeSessionsOf } from '#server/repositories/sessions.ts'
import { changeUser } from '#server/repositories/users.ts'
import {
  auditFromCommand,
  choosePassword,
  findPerson,
  passwordOption,
  sayPassword,
} from '../accounts.ts'
import { defineCommand } from '../command.ts'
import { withDatabase } from '../with-database.ts'

export const userPassword = defineCommand({
  summary: 'Gives a person a new password and ends their sessions.',
  takes: ['email'],
  options: { 'password-stdin': passwordOption },
  async run({ arguments: { email }, options }) {
    const chosen = await choosePassword(options['password-stdin'])
    const passwordHash = await hashPassword(chosen.password)
    const person = await withDatabase(loadSettings(), (pool) =>
      inDbTransaction(pool, async (db) => {
        const found = await findPerson(db, email)
        await changeUser(db, found.id, { passwordHash })
        await removeSessionsOf(db, found.id)
        await removeResetsOf(db, found.id)
        await auditFromCommand(db, 'password.changed', { user: found.id })
        return found
      }),
    )
    console.log(`${person.email} has a new password and is signed out everywhere`)
    if (person.deactivatedAt) console.log('the account is deactivated: nobody can sign in with it')
    sayPassword(chosen)
  },
})
