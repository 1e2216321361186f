import { Hono } from 'hono'
import type { Deps, SiteEnv } from '../deps.ts'
import { noQuery } from '../middleware/accept.ts'
import { apiDocument, type ApiDocument } from '../shaping/api-document.ts'
import { documentPage } from '../shaping/document-page.ts'

/** What `api` holds, for programs and for people. Made when it is first asked for. */
export function documentationRoutes(api: Hono<SiteEnv>, { version }: Pick<Deps, 'version'>) {
  let document: Promise<ApiDocument> | undefined
  const documentOf = () => (document ??= apiDocument(api, version))

  return new Hono<SiteEnv>()
    .get('/openapi.json', noQuery, async (c) => c.json(await documentOf()))
    .get('/docs', noQuery, async (c) => c.html(documentPage(await documentOf())))
}
