import { inDbTransaction } from '#drizzle/db.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { removeResetsOf } from '#server/repositories/password-resets.ts'
import { removeSessionsOf } from '#server/repositories/sessions.ts'
import { changeUser, lockAdministrators } from '#server/repositories/users.ts'
import { auditFromCommand, findPerson } from '../accounts.ts'
import { CommandError, defineCommand } from '../command.ts'
import { withDatabase } from '../with-database.ts'

export const userDeactivate = defineCommand({
  summary: 'Shuts a person out, but never the last administrator.',
  takes: ['email'],
  options: {},
  async run({ arguments: { email } }) {
    const done = await withDatabase(loadSettings(), (pool) =>
      inDbTransaction(pool, async (db) => {
        const administrators = await lockAdministrators(db)
        const person = await findPerson(db, email)
        if (person.deactivatedAt) return `${person.email} was deactivated already`
        if (person.isAdmin && administrators.every((id) => id === person.id)) {
          throw new CommandError(
            `${person.email} is the last administrator: make another one first`,
          )
        }
        await changeUser(db, person.id, { deactivatedAt: new Date() })
        await removeSessionsOf(db, person.id)
        await removeResetsOf(db, person.id)
        await auditFromCommand(db, 'user.deactivated', { user: person.id })
        return `deactivated ${person.email} and signed them out everywhere`
      }),
    )
    console.log(done)
  },
})
