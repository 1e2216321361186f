import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAnswerCheck, misfit, type Paths } from './support/documented.ts'
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
  paths: Paths
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

it('gives an example that fits for everything that is sent, and for every answer', async () => {
  const { paths } = await jsonOf<Document>(site.ask('/api/openapi.json', { from: person }))
  let examples = 0
  const expectExample = (where: string, schema: object | undefined, example: unknown) => {
    if (!schema || 'format' in schema) return
    expect(misfit(schema, example), `${where}: ${JSON.stringify(example)}`).toBeUndefined()
    examples++
  }
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries(item)) {
      const where = `${method} ${path}`
      for (const { name, schema, example } of parameters) {
        expectExample(`${where} ${name}`, schema, example)
      }
      for (const { content = {} } of [requestBody ?? {}, ...Object.values(responses)]) {
        for (const { schema, example } of Object.values(content)) {
          expectExample(where, schema, example)
        }
      }
    }
  }
  expect(examples).toBeGreaterThan(200)
})

it('holds every answer of the tests against it', async () => {
  const check = createAnswerCheck(site.app)
  const answer = (body: object, status = 200) => Response.json(body, { status })
  const me = await jsonOf<{ user: object }>(site.ask('/api/me', { from: person }))
  await check('GET', '/api/me', answer(me))
  const more = answer({ user: { ...me.user, passwordHash: '' } })
  await expect(check('GET', '/api/me', more)).rejects.toThrow(/must NOT have additional properties/)
  await expect(check('GET', '/api/me', answer({}))).rejects.toThrow(/required property 'user'/)
  await expect(check('GET', '/api/me', answer(me, 201))).rejects.toThrow(/not documented/)
  await expect(check('GET', '/api/unheard-of', answer({}))).rejects.toThrow(/not documented/)
})

it('is readable', async () => {
  const answer = await site.ask('/api/docs', { from: person })
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/html/)
  const html = await answer.text()
  expect(html).toContain('GET /api/courses/{courseId}/visits/daily')
  expect(html).not.toContain('<script')
})
