/** security.md, section E: what is not told of by frame, same-origin, caching, csv and the tests in a browser. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCourse, ann, idOf, reading } from '../support/course.ts'
import { createTestSite, type Caller, type TestSite } from '../support/site.ts'
import { readMatrix } from './matrix.ts'

let site: TestSite
let administrator: Caller
let course: number
beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  course = await addCourse(site.pool, { owners: [administrator.id] })
})
afterAll(() => site.drop())

const frontend = join(import.meta.dirname, '../../../frontend/src')
const sources = (readdirSync(frontend, { recursive: true }) as string[])
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(join(frontend, name), 'utf8') }))

/** Written down, and moved on, by looking alone. */
const changedByLooking = ['audit_log', 'sessions']

async function checksums(): Promise<Record<string, unknown>> {
  const [tables] = await site.pool.query<RowDataPacket[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  )
  const names = tables.map(({ name }) => String(name))
  const kept = names.filter((name) => !changedByLooking.includes(name)).toSorted()
  const [sums] = await site.pool.query<RowDataPacket[]>(`CHECKSUM TABLE ${kept.join()}`)
  return Object.fromEntries(sums.map(({ Table, Checksum }) => [Table, Checksum]))
}

it('no GET or HEAD changes anything', async () => {
  const before = await checksums()
  expect(Object.keys(before).length).toBeGreaterThan(25)
  const routes = [...readMatrix().keys()].filter(
    (route) => route.startsWith('GET ') && !/oidc|stream|checks/.test(route),
  )
  for (const method of ['GET', 'HEAD']) {
    for (const route of routes) {
      const path = route
        .slice(4)
        .replace(':courseId', String(course))
        .replace(':studentId', String(idOf(course, ann)))
        .replace(':resourceId', String(idOf(course, reading)))
        .replace(/:\w+/g, '1')
      const answer = await site.ask(path, { method, from: administrator })
      expect(answer.status, route).toBeLessThan(500)
    }
  }
  expect(await checksums()).toEqual(before)
})

it.each(['/api/courses', '/api/login', '/login', '/api/nope', '/healthz'])(
  'no other site is told that it may read %s',
  async (path) => {
    const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await site.ask(path, { method, headers, from: administrator })
      const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'))
      expect(names, `${method} ${path}`).toEqual([])
    }
  },
)

it('pages put no text into the document as markup, and build no code from text', () => {
  expect(sources.length).toBeGreaterThan(60)
  const dangerous =
    /v-html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(|srcdoc/
  for (const { name, text } of sources) expect(text, name).not.toMatch(dangerous)
})

it('pages keep nothing about people in the browser', () => {
  const keeping = sources.filter(({ text }) => /localStorage|sessionStorage|indexedDB/.test(text))
  expect(keeping.map(({ name }) => name)).toEqual(['colour-mode.ts'])
  for (const { name, text } of sources) expect(text, name).not.toContain('document.cookie')
})

it('a host that a request makes up is in no answer', async () => {
  const headers = {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    Forwarded: 'host=evil',
  }
  for (const path of ['/', '/login', '/api/courses', '/api/openapi.json', '/nope', '/api/nope']) {
    const answer = await site.ask(path, { headers, from: administrator })
    const all = JSON.stringify([...answer.headers]) + (await answer.text())
    expect(all, path).not.toContain('evil')
  }
})
