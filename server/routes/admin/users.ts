import { Hono, type Context } from 'hono'
import {
  adminUserAnswerSchema,
  adminUserListSchema,
  newUserSchema,
  userChangeSchema,
  userListQuerySchema,
} from '#shared/admin.ts'
import { inDbTransaction, type Db } from '#drizzle/db.ts'
import { ApiError, badField, notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import { mailLink } from '../../auth/one-time-links.ts'
import { hashChosenPassword } from '../../auth/passwords.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { listAsCsv, readPart } from '../../middleware/lists.ts'
import { removeResetsOf } from '../../repositories/password-resets.ts'
import { removeSessionsOf } from '../../repositories/sessions.ts'
import {
  addUser,
  changeUser,
  findUser,
  lockAdministrators,
  type UserRow,
} from '../../repositories/users.ts'
import { userOf } from '../../shaping/users.ts'
import { foundUser, numberInPath } from '../found.ts'
import { userRows } from './lists.ts'

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
  const { db, now } = deps
  const people = userRows(db)
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('People, by name'), answer: adminUserListSchema, hasCsv: true }),
      accept('query', userListQuerySchema),
      listAsCsv(people),
      async (c) => c.json({ users: await readPart(c, people, c.req.valid('query')) }),
    )
    .post(
      '/',
      describe({ ...about('Create a person'), answer: adminUserAnswerSchema, status: 201 }),
      noQuery,
      accept('json', newUserSchema),
      async (c) => {
        const { password, ...person } = c.req.valid('json')
        if (password === undefined && !deps.settings.sendsMail) {
          throw badField('password', 'is needed: this installation does not send invitations')
        }
        const passwordHash =
          password === undefined ? null : await hashChosenPassword(password, 'password')
        const id = await addUser(db, { ...person, passwordHash, createdAt: now() })
        if (id === null) throw emailTaken()
        await audit(c, deps, 'user.created', { detail: { user: id, isAdmin: person.isAdmin } })
        const user = await existing(db, id)
        if (passwordHash === null)
          await mailLink(deps, user, { actorId: c.get('user').id, address: c.env.frame.address })
        return c.json({ user: userOf(user) }, 201)
      },
    )
    .get(
      '/:userId',
      describe({
        ...about('One person'),
        answer: adminUserAnswerSchema,
        problems: [403, 404],
      }),
      noQuery,
      async (c) => c.json({ user: userOf(await foundUser(db, c.req.param('userId'))) }),
    )
    .patch(
      '/:userId',
      describe({ ...about('Change or deactivate a person'), answer: adminUserAnswerSchema }),
      noQuery,
      accept('json', userChangeSchema),
      async (c) => {
        const id = numberInPath(c.req.param('userId'))
        const user = await changePerson(c, deps, id, c.req.valid('json'))
        return c.json({ user: userOf(user) })
      },
    )
}

interface Changing {
  change: { email?: string; name?: string; isAdmin?: boolean; isActive?: boolean }
  now: Date
}

async function changePerson(
  c: Context<SiteEnv>,
  { pool, now }: Pick<Deps, 'pool' | 'now'>,
  id: number,
  change: Changing['change'],
): Promise<UserRow> {
  return inDbTransaction(pool, async (tx) => {
    const administrators = await lockAdministrators(tx)
    const before = await existing(tx, id)
    const after = await changed(tx, before, { change, now: now() })
    if (administrators.every((one) => one === id) && !isActiveAdministrator(after)) {
      throw new ApiError(409, 'One administrator must remain.')
    }
    const wasActive = before.deactivatedAt === null
    const isActive = after.deactivatedAt === null
    if (!isActive) await removeSessionsOf(tx, id)
    // A link that was mailed to an address which is no longer theirs opens nothing.
    if (!isActive || after.email !== before.email) await removeResetsOf(tx, id)
    const toggled = isActive ? 'user.reactivated' : 'user.deactivated'
    const action = wasActive === isActive ? 'user.changed' : toggled
    const detail = { user: id, isAdmin: after.isAdmin, fields: Object.keys(change) }
    await audit(c, { db: tx, now }, action, { detail })
    return after
  })
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
