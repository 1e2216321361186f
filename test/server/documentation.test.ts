import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let person: Caller
beforeAll(async () => {
  site = await createTestSite()
  person = await site.addPerson('person@example.edu')
})
afterAll(() => site.drop())

interface Document {
  openapi: string
  info: { version: string }
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, object> }>>
}

it('describes every route of the API, with its answers', async () => {
  const document = await jsonOf<Document>(site.ask('/api/openapi.json', { from: person }))
  expect(document.openapi).toMatch(/^3\.1/)
  expect(document.info.version).toBe('1.2.3')
  const routes = site.app.routes.filter(
    ({ method, path }) =>
      method !== 'ALL' && path.startsWith('/api/') && !/docs|openapi/.test(path),
  )
  expect(routes.length).toBeGreaterThan(40)
  for (const { method, path } of routes) {
    const documented = path.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1')
    const known = document.paths[documented] ?? document.paths[`${documented}/`]
    const operation = known?.[method.toLowerCase()]
    expect(operation?.summary, `${method} ${path}`).toMatch(/\w/)
    expect(Object.keys(operation?.responses ?? {}), path).toEqual(
      expect.arrayContaining(['400', '401']),
    )
  }
})

it('is readable', async () => {
  const answer = await site.ask('/api/docs', { from: person })
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/html/)
  const html = await answer.text()
  expect(html).toContain('GET /api/courses/{courseId}/visits/daily')
  expect(html).not.toContain('<script')
})
