import { inDbTransaction } from '#drizzle/db.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { hashPassword } from '#server/auth/passwords.ts'
import { addUser } from '#server/repositories/users.ts'
import { newUserSchema } from '#shared/admin.ts'
import { auditFromCommand, choosePassword, passwordOption, sayPassword } from '../accounts.ts'
import { CommandError, defineCommand, UsageError } from '../command.ts'
import { withDatabase } from '../with-database.ts'

export const userCreate = defineCommand({
  summary: 'Makes an account for a person.',
  takes: ['email'],
  options: {
    name: { type: 'string', value: 'NAME', says: 'of the person' },
    admin: { type: 'boolean', says: 'may manage people, courses and imports' },
    'password-stdin': passwordOption,
  },
  async run({ arguments: { email: typed }, options }) {
    if (options.name === undefined) throw new UsageError('--name is missing')
    const { email, name, isAdmin } = check({
      email: typed,
      name: options.name,
      isAdmin: options.admin ?? false,
    })
    const chosen = await choosePassword(options['password-stdin'])
    const passwordHash = await hashPassword(chosen.password)
    await withDatabase(loadSettings(), (pool) =>
      inDbTransaction(pool, async (db) => {
        const user = { email, name, isAdmin, passwordHash, createdAt: new Date() }
        const userId = await addUser(db, user)
        if (userId === null) throw new CommandError(`${email} has an account already`)
        await auditFromCommand(db, 'user.created', { user: userId, isAdmin })
      }),
    )
    console.log(`made an account for ${email}${isAdmin ? ', an administrator' : ''}`)
    sayPassword(chosen)
  },
})

function check(person: { email: string; name: string; isAdmin: boolean }) {
  const checked = newUserSchema.safeParse(person)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw new UsageError(`${issue?.path.join('.')}: ${issue?.message}`)
}
