import { Hono } from 'hono'
import {
  adminUserAnswerSchema,
  adminUserListSchema,
  newUserSchema,
  userChangeSchema,
  userListQuerySchema,
  type AdminUser,
} from '#shared/admin.ts'
import { inDbTransaction, type Db } from '#drizzle/db.ts'
import { ApiError, badField, notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import { hashChosenPassword } from '../../auth/passwords.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { removeSessionsOf } from '../../repositories/sessions.ts'
import {
  addUser,
  changeUser,
  findUser,
  listUsers,
  lockAdministrators,
  type UserRow,
} from '../../repositories/users.ts'
import { numberInPath } from '../found.ts'

const about = (summary: string) => ({
  tag: 'Administration: people',
  summary,
  problems: [403, 409, 422],
})
const emailTaken = () =>
  new ApiError(409, 'Somebody else has this e-mail address.', {
    errors: [{ path: 'email', message: 'is taken' }],
  })

export function userRoutes(deps: Deps) {
  const { db, pool, now } = deps
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('People, by name'), answer: adminUserListSchema }),
      accept('query', userListQuerySchema),
      async (c) => c.json({ users: (await listUsers(db, c.req.valid('query'))).map(userOf) }),
    )
    .post(
      '/',
      describe({ ...about('Create a person'), answer: adminUserAnswerSchema, status: 201 }),
      noQuery,
      accept('json', newUserSchema),
      async (c) => {
        const { password, ...person } = c.req.valid('json')
        if (password === undefined) {
          throw badField('password', 'is needed: this installation does not send invitations')
        }
        const passwordHash = await hashChosenPassword(password, 'password')
        const id = await addUser(db, { ...person, passwordHash, createdAt: now() })
        if (id === null) throw emailTaken()
        await audit(c, deps, 'user.created', { detail: { user: id, isAdmin: person.isAdmin } })
        return c.json({ user: userOf(await existing(db, id)) }, 201)
      },
    )
    .patch(
      '/:userId',
      describe({ ...about('Change or deactivate a person'), answer: adminUserAnswerSchema }),
      noQuery,
      accept('json', userChangeSchema),
      async (c) => {
        const id = numberInPath(c.req.param('userId'))
        const change = c.req.valid('json')
        const user = await inDbTransaction(pool, async (tx) => {
          const administrators = await lockAdministrators(tx)
          const before = await existing(tx, id)
          const after = await changed(tx, before, { change, now: now() })
          if (administrators.every((one) => one === id) && !isActiveAdministrator(after)) {
            throw new ApiError(409, 'One administrator must remain.')
          }
          const wasActive = before.deactivatedAt === null
          const isActive = after.deactivatedAt === null
          if (!isActive) await removeSessionsOf(tx, id)
          const toggled = isActive ? 'user.reactivated' : 'user.deactivated'
          const action = wasActive === isActive ? 'user.changed' : toggled
          const detail = { user: id, isAdmin: after.isAdmin, fields: Object.keys(change) }
          await audit(c, { db: tx, now }, action, { detail })
          return after
        })
        return c.json({ user: userOf(user) })
      },
    )
}

interface Changing {
  change: { email?: string; name?: string; isAdmin?: boolean; isActive?: boolean }
  now: Date
}

async function changed(db: Db, before: UserRow, { change, now }: Changing): Promise<UserRow> {
  const { isActive, ...columns } = change
  const deactivatedAt = isActive === false ? (before.deactivatedAt ?? now) : null
  const set = isActive === undefined ? columns : { ...columns, deactivatedAt }
  if (!(await changeUser(db, before.id, set))) throw emailTaken()
  return existing(db, before.id)
}

async function existing(db: Db, id: number): Promise<UserRow> {
  const user = await findUser(db, id)
  if (!user) throw notFound()
  return user
}

const isActiveAdministrator = (user: UserRow) => user.isAdmin && user.deactivatedAt === null

function userOf({ createdAt, deactivatedAt, ...user }: UserRow): AdminUser {
  return { ...user, isActive: deactivatedAt === null, createdAt: createdAt.toISOString() }
}
