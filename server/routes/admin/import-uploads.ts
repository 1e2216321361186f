import { Hono } from 'hono'
import { importAnswerSchema } from '#shared/import.ts'
import { audit } from '../../auth/audit.ts'
import type { Deps, SiteEnv } from '../../deps.ts'
import { expectUpload } from '../../imports/expect-upload.ts'
import { nudgeWorkers } from '../../imports/nudge.ts'
import { formOverheadBytes, receiveForm } from '../../imports/receive-form.ts'
import { takeUpload } from '../../imports/take-upload.ts'
import { noQuery } from '../../middleware/accept.ts'
import { describe } from '../../middleware/describe.ts'
import { foundImport, requireCourse } from '../found.ts'

const upload = {
  tag: 'Administration: imports',
  summary: 'Upload an export; 200 where the same file of the course waits or runs already',
  answer: importAnswerSchema,
  status: 201,
  otherStatus: 200,
  problems: [403, 408, 411, 413, 415, 503, 507],
  upload: 'form',
} as const

export function importUploadRoutes(deps: Deps) {
  const { db, settings } = deps
  return new Hono<SiteEnv>().post('/', describe(upload), noQuery, async (c) => {
    const { processing } = settings.directories
    const { courseId, fileName, file } = await receiveForm(
      expectUpload(c, deps, formOverheadBytes),
      {
        contentType: c.req.header('Content-Type') ?? '',
        processing,
        maxBytes: settings.imports.maxUploadBytes,
        checkCourse: (id) => requireCourse(db, id),
      },
    )
    const { id, isNew } = await takeUpload(
      { ...deps, processing },
      {
        courseId,
        fileName,
        broughtBy: `upload by ${c.get('user').name}`.slice(0, 255),
        file,
        // What has succeeded may be wanted again: rows that did not fit then may fit now.
        sameIn: ['queued', 'running'],
      },
    )
    await audit(c, deps, 'import.uploaded', { courseId, detail: { import: id, isNew } })
    if (isNew) await nudgeWorkers(deps, courseId)
    return c.json({ import: await foundImport(db, id) }, isNew ? 201 : 200)
  })
}
