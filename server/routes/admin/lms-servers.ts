import { Hono } from 'hono'
import {
  lmsServerAnswerSchema,
  lmsServerChangeSchema,
  lmsServerListQuerySchema,
  lmsServerListSchema,
  lmsServerTokenSchema,
  newLmsServerSchema,
  type LmsServer,
} from '#shared/admin.ts'
import type { Db } from '#drizzle/db.ts'
import { ApiError, notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import { hashOfToken, makeToken } from '../../auth/tokens.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { listAsCsv, readPart } from '../../middleware/lists.ts'
import { serverList } from '../../queries/server-list.ts'
import {
  addServer,
  changeServer,
  removeServerWithoutCourses,
} from '../../repositories/lms-servers.ts'
import { serverOf } from '../../shaping/lms-servers.ts'
import { numberInPath } from '../found.ts'
import { serverRows } from './lists.ts'

const about = (summary: string) => ({
  tag: 'Administration: LMS servers',
  summary,
  problems: [403],
})
const nameTaken = () =>
  new ApiError(409, 'Another LMS server has this name.', {
    errors: [{ path: 'name', message: 'is taken' }],
  })

export function lmsServerRoutes(deps: Deps) {
  const { db, now } = deps
  const servers = serverRows(db)
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({ ...about('LMS servers, by name'), answer: lmsServerListSchema, hasCsv: true }),
      accept('query', lmsServerListQuerySchema),
      listAsCsv(servers),
      async (c) => c.json({ lmsServers: await readPart(c, servers, c.req.valid('query')) }),
    )
    .post(
      '/',
      describe({ ...about('Create a server'), answer: lmsServerTokenSchema, status: 201 }),
      noQuery,
      accept('json', newLmsServerSchema),
      async (c) => {
        const token = makeToken()
        const server = { ...c.req.valid('json'), tokenHash: hashOfToken(token), createdAt: now() }
        const id = await addServer(db, server)
        if (id === null) throw nameTaken()
        await audit(c, deps, 'lms_server.created', { detail: { lmsServer: id } })
        return c.json({ lmsServer: await existing(db, id), token }, 201)
      },
    )
    .get(
      '/:serverId',
      describe({ ...about('One server'), answer: lmsServerAnswerSchema, problems: [403, 404] }),
      noQuery,
      async (c) => c.json({ lmsServer: await existing(db, numberInPath(c.req.param('serverId'))) }),
    )
    .patch(
      '/:serverId',
      describe({ ...about('Change a server'), answer: lmsServerAnswerSchema }),
      noQuery,
      accept('json', lmsServerChangeSchema),
      async (c) => {
        const { id } = await existing(db, numberInPath(c.req.param('serverId')))
        if (!(await changeServer(db, id, c.req.valid('json')))) throw nameTaken()
        await audit(c, deps, 'lms_server.changed', { detail: { lmsServer: id } })
        return c.json({ lmsServer: await existing(db, id) })
      },
    )
    .post(
      '/:serverId/token',
      describe({ ...about('A new token; the old one ends'), answer: lmsServerTokenSchema }),
      noQuery,
      async (c) => {
        const lmsServer = await existing(db, numberInPath(c.req.param('serverId')))
        const token = makeToken()
        await changeServer(db, lmsServer.id, { tokenHash: hashOfToken(token) })
        await audit(c, deps, 'lms_server.token_renewed', { detail: { lmsServer: lmsServer.id } })
        return c.json({ lmsServer, token })
      },
    )
    .route('/', deletionRoutes(deps))
}

function deletionRoutes(deps: Deps) {
  const { db } = deps
  return new Hono<SiteEnv>().delete(
    '/:serverId',
    describe(about('Delete a server that has no courses')),
    noQuery,
    async (c) => {
      const { id } = await existing(db, numberInPath(c.req.param('serverId')))
      if (!(await removeServerWithoutCourses(db, id))) {
        throw new ApiError(409, 'The server still has courses: move or delete them first.')
      }
      await audit(c, deps, 'lms_server.deleted', { detail: { lmsServer: id } })
      return c.body(null, 204)
    },
  )
}

async function existing(db: Db, id: number): Promise<LmsServer> {
  const [row] = await serverList(db, { id, sort: 'name' }, { limit: 1, offset: 0 })
  if (!row) throw notFound()
  return serverOf(row)
}
