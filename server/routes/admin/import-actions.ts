import { Hono, type Context } from 'hono'
import { inDbTransaction, type Db } from '#drizzle/db.ts'
import type { AuditAction } from '#shared/audit.ts'
import { importAnswerSchema } from '#shared/import.ts'
import { notFound } from '../../api-error.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { askWorkers, requireUndoable } from '../../imports/ask-workers.ts'
import {
  cancelWaiting,
  keepCancelledZip,
  retryImport,
  type StateChange,
} from '../../imports/change-state.ts'
import { requireImporting } from '../../imports/expect-upload.ts'
import { nudgeWorkers } from '../../imports/nudge.ts'
import { findRejects } from '../../imports/rejects.ts'
import { noQuery } from '../../middleware/accept.ts'
import { attachment } from '../../middleware/csv.ts'
import { describe } from '../../middleware/describe.ts'
import { foundImport, numberInPath } from '../found.ts'

const about = (summary: string) => ({ tag: 'Administration: imports', summary })
const action = (summary: string) => ({
  ...about(summary),
  answer: importAnswerSchema,
  problems: [403, 404, 409, 503],
})

/** What can be done with one import. */
export function importActionRoutes(deps: Deps) {
  const { db, settings } = deps
  return new Hono<SiteEnv>()
    .post('/:importId/retry', describe(action('Try a failed import again')), noQuery, async (c) => {
      requireImporting(settings)
      const id = numberInPath(c.req.param('importId'))
      const courseId = await changed(c, deps, { id, action: 'import.retried', change: retryImport })
      await nudgeWorkers(deps, courseId)
      return c.json({ import: await foundImport(db, id) })
    })
    .post(
      '/:importId/cancel',
      describe(action('Take a waiting import back')),
      noQuery,
      async (c) => {
        const id = numberInPath(c.req.param('importId'))
        const asked = { id, action: 'import.cancelled', change: cancelWaiting } as const
        const courseId = await changed(c, deps, asked)
        await keepCancelledZip(settings.directories, id)
        await nudgeWorkers(deps, courseId)
        return c.json({ import: await foundImport(db, id) })
      },
    )
    .post(
      '/:importId/undo',
      describe({ ...action('Take a succeeded import back: a worker does it soon'), status: 202 }),
      noQuery,
      async (c) => {
        const id = numberInPath(c.req.param('importId'))
        await changed(c, deps, { id, action: 'import.undone', change: askForUndo(deps) })
        return c.json({ import: await foundImport(db, id) }, 202)
      },
    )
    .route('/', rejectRoutes(deps))
}

interface Asked {
  id: number
  action: AuditAction
  change: (db: Db, about: StateChange) => Promise<number>
}

/** Changes an import and writes down who did, both or neither; its course. */
function changed(c: Context<SiteEnv>, deps: Deps, { id, action, change }: Asked) {
  const { pool, now, settings } = deps
  return inDbTransaction(pool, async (tx) => {
    const courseId = await change(tx, { id, directories: settings.directories, now: now() })
    await audit(c, { db: tx, now }, action, { courseId, detail: { import: id } })
    return courseId
  })
}

/** Within the transaction: where no worker can be asked, nobody has undone anything. */
const askForUndo =
  (deps: Deps) =>
  async (db: Db, { id }: StateChange) => {
    const courseId = await requireUndoable(db, id)
    await askWorkers(deps, { job: 'undo-import', importId: id })
    return courseId
  }

const rejects = {
  ...about('The rows that were left out: file, line, reason, text'),
  type: 'text/csv',
  problems: [403, 404],
}

function rejectRoutes(deps: Deps) {
  const { db, settings } = deps
  return new Hono<SiteEnv>().get(
    '/:importId/rejects.csv',
    describe(rejects),
    noQuery,
    async (c) => {
      const found = await foundImport(db, numberInPath(c.req.param('importId')))
      const kept = await findRejects(settings.directories, found)
      if (!kept) throw notFound()
      const { id, courseId } = found
      await audit(c, deps, 'import.rejects_exported', { courseId, detail: { import: id } })
      const headers = {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': attachment(`import ${id} rejects.csv`),
        'Content-Length': String(kept.sizeBytes),
      }
      if (c.req.method === 'HEAD') return c.body(null, 200, headers)
      return c.body(kept.read(), 200, headers)
    },
  )
}
