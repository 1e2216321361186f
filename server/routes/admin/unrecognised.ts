import { Hono } from 'hono'
import { importAnswerSchema } from '#shared/import.ts'
import {
  assignmentSchema,
  unrecognisedListSchema,
  unrecognisedQuerySchema,
  whichUnrecognisedSchema,
  type UnrecognisedFile,
  type UnrecognisedQuery,
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
import { listAsCsv, readPart, type List } from '../../middleware/lists.ts'
import { fileTable, fittingFiles } from '../../shaping/unrecognised.ts'
import { foundImport, requireCourse } from '../found.ts'

const about = (summary: string) => ({ tag: 'Administration: unrecognised files', summary })

/** Files that belong to no course. */
export function unrecognisedRoutes(deps: Deps) {
  const { db, settings } = deps
  const directories = settings.directories.imports
  const files = fileRows(directories)
  return new Hono<SiteEnv>()
    .get(
      '/',
      describe({
        ...about('Dropped files that belong to no course'),
        answer: unrecognisedListSchema,
        problems: [403],
        hasCsv: true,
      }),
      accept('query', unrecognisedQuerySchema),
      listAsCsv(files),
      async (c) => c.json({ unrecognised: await readPart(c, files, c.req.valid('query')) }),
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

/** Looked up each time: files come and go without anybody telling the site. */
function fileRows(directories: readonly string[]): List<UnrecognisedQuery, UnrecognisedFile> {
  const fitting = async (query: UnrecognisedQuery) =>
    fittingFiles(await listUnrecognised(directories), query)
  return {
    name: 'unrecognised files',
    read: async (query, { limit, offset }) => {
      const part = (await fitting(query)).slice(offset, offset + limit)
      return Promise.all(part.map(withReason))
    },
    count: async (query) => (await fitting(query)).length,
    table: fileTable,
  }
}
