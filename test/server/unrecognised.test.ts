import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Import } from '#shared/import.ts'
import type { Problem } from '#shared/problem.ts'
import { unrecognisedListSchema, type UnrecognisedFile } from '#shared/unrecognised.ts'
import { moveToUnrecognised } from '#worker/unrecognised.ts'
import { look } from '#worker/look.ts'
import { until } from '../worker/support.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { jsonOf } from './support/site.ts'

let site: ImportSite
let folder: string
let second: string
beforeAll(async () => {
  site = await createImportSite()
  folder = join(site.place.drop, 'unrecognised')
  second = join(site.place.root, 'second')
  site.place.directories.imports.push(second)
})
afterAll(() => site.drop())
beforeEach(() => mkdir(second, { recursive: true }))
afterEach(async () => {
  for (const path of [folder, second]) await rm(path, { recursive: true, force: true })
  await site.pool.query('DELETE FROM imports')
  await site.pool.query('DELETE FROM audit_log')
  site.published.length = 0
})

/** A file that a scan has moved there. */
async function add(name: string, content = 'zip', directory = site.place.drop) {
  await writeFile(join(directory, name), content)
  const dropped = (await look([directory])).files.find((file) => file.name === name)
  if (!dropped) throw new Error(`${name} is not looked at`)
  await moveToUnrecognised(dropped, 'there is no LMS server 9')
}

/** What an assignment that a crash cut short leaves. */
const addUnclaimed = (name: string) =>
  site.pool.query(
    `INSERT INTO imports (course_id, file_name, source_path, size_bytes, brought_by, state, created_at)
     VALUES (?, ?, ?, 3, 'x', 'queued', UTC_TIMESTAMP(6))`,
    [site.courseId, name, join(folder, name)],
  )

const ask = (path: string, init: { method?: string; json?: unknown } = {}) =>
  site.ask(`/api/admin/unrecognised${path}`, { from: site.administrator, ...init })
const assign = (name: string, json: object = { courseId: site.courseId }) =>
  ask(`/${encodeURIComponent(name)}/assign`, { json })
const remove = (name: string, query = '') =>
  ask(`/${encodeURIComponent(name)}${query}`, { method: 'DELETE' })

async function list(query = ''): Promise<UnrecognisedFile[]> {
  const body = await jsonOf<{ unrecognised: UnrecognisedFile[] }>(ask(query))
  expect(unrecognisedListSchema.parse(body)).toEqual(body)
  return body.unrecognised
}
const names = async (query = '') => (await list(query)).map(({ name }) => name)
const actions = async () =>
  (await site.rows('SELECT action FROM audit_log')).map((row) => row.action)

describe('files that belong to no course', () => {
  it('are listed with size, place, time and reason', async () => {
    expect(await list()).toEqual([])
    await add('9_X.zip', 'four')
    const { ctime } = await stat(join(folder, '9_X.zip'))
    expect(await list()).toEqual([
      {
        name: '9_X.zip',
        directory: site.place.drop,
        sizeBytes: 4,
        foundAt: ctime.toISOString(),
        reason: 'there is no LMS server 9',
      },
    ])
  })

  it('are those of all directories, sorted and found as asked', async () => {
    await add('b.zip', '1')
    await add('a.zip', '333')
    await add('C.zip', '22', second)
    expect(await names('?sort=name')).toEqual(['C.zip', 'a.zip', 'b.zip'])
    expect(await names('?sort=-sizeBytes')).toEqual(['a.zip', 'C.zip', 'b.zip'])
    expect(await names('?q=c')).toEqual(['C.zip'])
    expect(await names('?sort=name&limit=1&offset=1')).toEqual(['a.zip'])
    // Any change of a file makes it the newest, not the time that its uploader gave it.
    await until(async () => {
      await utimes(join(folder, 'b.zip'), 0, 0)
      return (await names())[0] === 'b.zip'
    })
    for (const bad of ['?sort=newest', '?limit=201', '?limit=0', '?directory=/etc']) {
      expect((await ask(bad)).status, bad).toBe(400)
    }
  })

  it('are no links, directories, notes or unfinished copies', async () => {
    await add('1_a.zip')
    await symlink('/etc/passwd', join(folder, 'link.zip'))
    await mkdir(join(folder, 'directory.zip'))
    await writeFile(join(folder, '.cloop-7.zip'), 'copy')
    expect(await names()).toEqual(['1_a.zip'])
  })

  it('may be text files, and have lost their note, or have one that is none of ours', async () => {
    await add('readme.txt', 'text')
    await writeFile(join(folder, 'old.zip'), 'x')
    await writeFile(join(folder, 'linked.zip'), 'x')
    await symlink('/etc/passwd', join(folder, 'linked.zip.txt'))
    expect((await list('?sort=name')).map(({ name, reason }) => [name, reason])).toEqual([
      ['linked.zip', null],
      ['old.zip', null],
      ['readme.txt', 'there is no LMS server 9'],
    ])
  })
})

describe('a file that is assigned to a course', () => {
  it('becomes an import exactly as a dropped one', async () => {
    await add('9_X.zip', 'content')
    const answer = await assign('9_X.zip')
    expect(answer.status).toBe(201)
    const made = (await jsonOf<{ import: Import }>(answer)).import
    expect(made).toMatchObject({
      courseId: site.courseId,
      fileName: '9_X.zip',
      sizeBytes: 7,
      broughtBy: `directory ${site.place.drop}, assigned by Ada`,
      state: 'queued',
    })
    expect(made.sha256).toMatch(/^[0-9a-f]{64}$/)
    const path = join(site.place.directories.processing, `${made.id}.zip`)
    expect(await readFile(path, 'utf8')).toBe('content')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual([])
    expect(site.published).toEqual([{ job: 'import-course', importId: made.id }])
    const [row] = await site.rows('SELECT action, course_id, detail FROM audit_log')
    expect(row).toMatchObject({ action: 'unrecognised.assigned', course_id: site.courseId })
    expect(row?.detail).toBe(JSON.stringify({ file: '9_X.zip', import: made.id }))
  })

  it('may have any name', async () => {
    for (const name of ['über "alles" #1?.zip', '100%.zip', 'a+b & c.txt', "o'neill.zip"]) {
      await add(name)
      expect((await assign(name)).status, name).toBe(201)
    }
  })

  it('is taken by one of those who assign it at once', async () => {
    await add('9_X.zip')
    const answers = await Promise.all([1, 2, 3, 4].map(() => assign('9_X.zip')))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404])
    expect(await site.rows('SELECT id FROM imports')).toHaveLength(1)
  })

  it('is of the directory that is said, where several have its name', async () => {
    await add('9_X.zip', 'first')
    await add('9_X.zip', 'second', second)
    const answer = await assign('9_X.zip')
    expect(answer.status).toBe(409)
    expect(((await answer.json()) as Problem).detail).toContain(second)
    const json = { courseId: site.courseId, directory: second }
    const made = (await jsonOf<{ import: Import }>(assign('9_X.zip', json))).import
    expect(made.sizeBytes).toBe('second'.length)
    expect((await assign('9_X.zip', json)).status).toBe(404)
    expect((await assign('9_X.zip')).status).toBe(201)
  })

  it('is taken up where a crash had cut an assignment short', async () => {
    await add('9_X.zip')
    await addUnclaimed('9_X.zip')
    const made = (await jsonOf<{ import: Import }>(assign('9_X.zip'))).import
    expect(await site.rows('SELECT id FROM imports')).toEqual([{ id: made.id }])
  })

  it('does not take the row of one that has left its place', async () => {
    await addUnclaimed('9_X.zip')
    const [earlier] = await site.rows('SELECT id FROM imports')
    await writeFile(join(site.place.directories.processing, `${earlier?.id}.zip`), 'earlier')
    await add('9_X.zip', 'another of that name')
    expect((await assign('9_X.zip')).status).toBe(201)
    expect(await site.rows('SELECT id FROM imports')).toHaveLength(2)
  })

  it('stays where it is, where the request cannot be used', async () => {
    await add('9_X.zip')
    const refusals: [number, object][] = [
      [400, {}],
      [400, { courseId: 999_999 }],
      [400, { courseId: '1' }],
      [400, { courseId: site.courseId, path: '/etc/passwd' }],
      [404, { courseId: site.courseId, directory: '/etc' }],
    ]
    for (const [status, json] of refusals) {
      expect((await assign('9_X.zip', json)).status, JSON.stringify(json)).toBe(status)
    }
    expect(await names()).toEqual(['9_X.zip'])
    expect([await actions(), await site.rows('SELECT id FROM imports')]).toEqual([[], []])
  })
})

it.each([
  '../secret',
  '..',
  '..\\secret',
  '9_X.zip\0',
  '9_X.zip.txt',
  '.cloop-7.zip',
  'link.zip',
  'directory.zip',
  '%2e%2e%2fsecret',
])('a name that is not in the list, such as %j, is nothing', async (name) => {
  await add('9_X.zip')
  await writeFile(join(site.place.drop, 'secret'), 'secret')
  await writeFile(join(folder, '.cloop-7.zip'), 'copy')
  await symlink(join(site.place.drop, 'secret'), join(folder, 'link.zip'))
  await mkdir(join(folder, 'directory.zip'))
  expect((await assign(name)).status).toBeOneOf([404, 405])
  expect((await remove(name)).status).toBeOneOf([404, 405])
  expect(await readFile(join(site.place.drop, 'secret'), 'utf8')).toBe('secret')
  expect((await readdir(folder)).sort()).toEqual(
    ['.cloop-7.zip', '9_X.zip', '9_X.zip.txt', 'directory.zip', 'link.zip'].sort(),
  )
  await rm(join(site.place.drop, 'secret'))
})

describe('a file that is deleted', () => {
  it('is gone with its note, and who did it is written down', async () => {
    await add('9_X.zip')
    await add('8_Y.zip')
    expect((await remove('9_X.zip')).status).toBe(204)
    expect((await readdir(folder)).sort()).toEqual(['8_Y.zip', '8_Y.zip.txt'])
    const [row] = await site.rows('SELECT action, actor_id, detail FROM audit_log')
    expect(row).toEqual({
      action: 'unrecognised.deleted',
      actor_id: site.administrator.id,
      detail: JSON.stringify({ file: '9_X.zip', sizeBytes: 3 }),
    })
    expect((await remove('9_X.zip')).status).toBe(404)
  })

  it('is of the directory that is said, where several have its name', async () => {
    await add('9_X.zip')
    await add('9_X.zip', 'second', second)
    expect((await remove('9_X.zip')).status).toBe(409)
    const query = `?directory=${encodeURIComponent(second)}`
    expect((await remove('9_X.zip', query)).status).toBe(204)
    expect((await list()).map(({ directory }) => directory)).toEqual([site.place.drop])
  })
})
