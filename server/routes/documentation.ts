import { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { Deps, SiteEnv } from '../deps.ts'
import { noQuery } from '../middleware/accept.ts'
import { documentPage, type ApiDocument } from '../shaping/document-page.ts'

/** The document of everything that `api` holds, made from the schemas that check requests, and the same to read. */
export function documentationRoutes(api: Hono<SiteEnv>, { version }: Pick<Deps, 'version'>) {
  let document: Promise<ApiDocument> | undefined
  const documentOf = () =>
    (document ??= generateSpecs(api, {
      excludeStaticFile: false,
      defaultValidationErrorResponse: false,
      documentation: {
        info: {
          title: 'cloop',
          version,
          description: 'How students use a course, read against what happens in the course.',
        },
      },
    }))

  return new Hono<SiteEnv>()
    .get('/openapi.json', noQuery, async (c) => c.json(await documentOf()))
    .get('/docs', noQuery, async (c) => c.html(documentPage(await documentOf())))
}
