import { Hono } from 'hono'
import { importAnswerSchema } from '#shared/import.ts'
import {
  assignmentSchema,
  unrecognisedListSchema,
  unrecognisedQuerySchema,
  whichUnrecognisedSchema,
} from '#shared/unrecognised.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { assignFile } from '../../imports/assign-file.ts'
import { requireImporting } from '../../imports/expect-upload.ts'
import { nudgeWorkers } from '../../imports/nudge.ts'
import {
  deleteUnrecognised,
  findUnrecognised,
  listUnrecognised,
  withReason,
} from '../../imports/unrecognised.ts'
import { accept, noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { pageOfFiles } from '../../shaping/unrecognised.ts'
import { foundImport, requireCourse } from '../found.ts'

const about = (summary: string) => ({ tag: 'Administration: unrecognised files', summary })

/** Files that belong to no course. */
export function unrecognisedRoutes(deps: Deps) {
  const { db, settings } = deps
  const directories = settings.directories.imports
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({
        ...about('Dropped files that belong to no course'),
        answer: unrecognisedListSchema,
        problems: [403],
      }),
      accept('query', unrecognisedQuerySchema),
      async (c) => {
        const files = pageOfFiles(await listUnrecognised(directories), c.req.valid('query'))
        return c.json({ unrecognised: await Promise.all(files.map(withReason)) })
      },
    )
    .post(
      '/:name/assign',
      describe({
        ...about('Import a file into a course'),
        answer: importAnswerSchema,
        status: 201,
        problems: [403, 404, 409, 503],
      }),
      noQuery,
      accept('json', assignmentSchema),
      async (c) => {
        requireImporting(settings)
        const { courseId, directory } = c.req.valid('json')
        await requireCourse(db, courseId)
        const name = c.req.param('name')
        const id = await assignFile(deps, { name, directory, courseId, by: c.get('user').name })
        await audit(c, deps, 'unrecognised.assigned', {
          courseId,
          detail: { file: name, import: id },
        })
        await nudgeWorkers(deps, courseId)
        return c.json({ import: await foundImport(db, id) }, 201)
      },
    )
    .delete(
      '/:name',
      describe({ ...about('Delete a file'), problems: [403, 404, 409] }),
      accept('query', whichUnrecognisedSchema),
      async (c) => {
        const { directory } = c.req.valid('query')
        const file = await findUnrecognised(directories, { name: c.req.param('name'), directory })
        await deleteUnrecognised(file)
        const { name, sizeBytes } = file
        await audit(c, deps, 'unrecognised.deleted', { detail: { file: name, sizeBytes } })
        return c.body(null, 204)
      },
    )
}
