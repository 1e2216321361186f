import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readStaticFiles } from '#server/static-files.ts'
import { listening } from './support/listening.ts'
import { createTestSite, type Caller, type TestSite } from './support/site.ts'

const page = '<!doctype html><div id="app"></div>'
const script = 'console.log(1);'.repeat(100)
let bundle: string
let site: TestSite
let server: Awaited<ReturnType<typeof listening>>
let person: Caller

beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'cloop-bundle-'))
  await mkdir(join(bundle, 'assets'))
  await mkdir(join(bundle, '.git'))
  for (const [name, text] of [
    ['index.html', page],
    ['favicon.svg', '<svg/>'],
    ['assets/app-1a2b.js', script],
    ['assets/app-1a2b.js.map', '{}'],
    ['assets/.hidden', 'x'],
    ['.git/HEAD', 'ref'],
    ['.env', 'SECRET=1'],
  ] as const) {
    await writeFile(join(bundle, name), text)
  }
  await writeFile(join(bundle, '..', 'cloop-outside.txt'), 'outside')
  site = await createTestSite({ bundle })
  server = await listening(site)
  person = await site.addPerson('person@example.edu')
})
afterAll(async () => {
  await server.close()
  await site.drop()
  await rm(bundle, { recursive: true })
  await rm(join(bundle, '..', 'cloop-outside.txt'))
})

it('shows strangers the sign-in page, also where a page asks for it', async () => {
  for (const [path, status] of [
    ['/', 200],
    ['/login', 200],
    ['/courses', 401],
    ['/courses/1', 401],
    ['/admin/users', 401],
  ] as const) {
    const answer = await site.ask(path)
    expect(answer.status, path).toBe(status)
    expect(await answer.text(), path).toBe(page)
    expect(answer.headers.get('Content-Type'), path).toMatch(/^text\/html; charset=utf-8$/i)
    expect(answer.headers.get('Cache-Control'), path).toBe('no-cache')
  }
})

it('shows the page at every page address to who is signed in, and where there is none, too', async () => {
  const html = { Accept: 'text/html,*/*' }
  for (const [path, status] of [
    ['/courses', 200],
    ['/courses/1/content', 200],
    ['/account', 200],
    ['/nope', 404],
  ] as const) {
    const answer = await site.ask(path, { from: person, headers: html })
    expect([answer.status, await answer.text()], path).toEqual([status, page])
  }
  const api = await site.ask('/api/nope', { from: person, headers: html })
  expect([api.status, api.headers.get('Content-Type')]).toEqual([404, 'application/problem+json'])
})

it('gives out hashed files for good, compressed as the browser likes it', async () => {
  const path = '/assets/app-1a2b.js'
  const plain = await site.ask(path)
  expect(await plain.text()).toBe(script)
  expect(plain.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
  expect(plain.headers.get('Content-Type')).toMatch(/^text\/javascript/)
  const encoded = async (accepted: string) => {
    const answer = await site.ask(path, { headers: { 'Accept-Encoding': accepted } })
    const body = Buffer.from(await answer.arrayBuffer())
    return { encoding: answer.headers.get('Content-Encoding'), body }
  }
  const brotli = await encoded('gzip, deflate, br')
  expect(brotli.encoding).toBe('br')
  expect(brotliDecompressSync(brotli.body).toString()).toBe(script)
  const gzipped = await encoded('gzip')
  expect(gzipped.encoding).toBe('gzip')
  expect(gunzipSync(gzipped.body).toString()).toBe(script)
  expect((await encoded('identity')).encoding).toBeNull()

  const tag = plain.headers.get('ETag') ?? ''
  expect((await site.ask(path, { headers: { 'If-None-Match': tag } })).status).toBe(304)
})

it('answers HEAD like GET without the body', async () => {
  const answer = await site.ask('/assets/app-1a2b.js', { method: 'HEAD' })
  expect([answer.status, await answer.text()]).toEqual([200, ''])
})

it.each([
  '/.git/HEAD',
  '/.env',
  '/assets/.hidden',
  '/assets/app-1a2b.js.map',
  '/assets/../.env',
  '/assets/..%2f.env',
  '/assets/..%2f..%2fcloop-outside.txt',
  '/%2e%2e/cloop-outside.txt',
  '/..%5ccloop-outside.txt',
  '/assets//app-1a2b.js',
  '/assets/app-1a2b.js%00',
  '/assets/app-1a2b.js/',
  '/ASSETS/app-1a2b.js',
  '/assets/nope.js',
  '/assets/',
  '/index.html',
  '/package.json',
])('does not give out %s', async (path) => {
  expect((await server.send(path)).status).toBe(404)
  const signedIn = await server.send(path, { headers: { Cookie: person.cookie } })
  expect(signedIn.status).toBe(404)
})

it('tells the page of single sign-on where there is one, in words that are only words', async () => {
  const plain = await readStaticFiles(bundle)
  expect(plain.page?.body.toString()).toBe(page)
  const folder = await mkdtemp(join(tmpdir(), 'cloop-bundle-'))
  await writeFile(join(folder, 'index.html'), '<head></head><body></body>')
  const told = await readStaticFiles(folder, { signInLabel: 'A & "B" </head><script>$&' })
  expect(told.page?.body.toString()).toBe(
    '<head><meta name="cloop-sign-in" content="A &#38; &#34;B&#34; &#60;/head&#62;&#60;script&#62;$&#38;" /></head><body></body>',
  )
  await rm(folder, { recursive: true })
})

it('says on every page that this is a staging copy, where it is one', async () => {
  const { page: marked } = await readStaticFiles(bundle, { isStaging: true })
  expect(marked?.body.toString()).toMatch(
    /^<!doctype html><p class="staging-banner">Staging copy.*<div id="app">/,
  )
  expect(marked?.etag).not.toBe((await readStaticFiles(bundle)).page?.etag)
})
