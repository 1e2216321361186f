import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  adminCourseAnswerSchema,
  adminCourseListSchema,
  lmsServerListSchema,
  type AdminCourse,
  type LmsServer,
} from '#shared/admin.ts'
import type { Import } from '#shared/import.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let administrator: Caller
let owner: Caller
beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  owner = await site.addPerson('owner@example.edu')
})
afterAll(() => site.drop())

const ask = (path: string, init: { method?: string; json?: unknown } = {}) =>
  site.ask(`/api/admin${path}`, { from: administrator, ...init })
const newCourse = { code: 'ABC10', title: 'Algebra', startDate: '2026-02-02', weeks: 13 }
const createCourse = (json: object = {}) => ask('/courses', { json: { ...newCourse, ...json } })
const created = async (json: object) =>
  (await jsonOf<{ course: AdminCourse }>(createCourse(json))).course
const change = (id: number, json: unknown) => ask(`/courses/${id}`, { method: 'PATCH', json })
const createServer = async (name: string) =>
  jsonOf<{ lmsServer: LmsServer; token: string }>(ask('/lms-servers', { json: { name } }))

describe('LMS servers', () => {
  it('are created with a token that is shown once', async () => {
    const { lmsServer, token } = await createServer('Blackboard North')
    expect(token).toMatch(/^[0-9a-f]{40}$/)
    expect(lmsServer).toMatchObject({ name: 'Blackboard North', description: '', courses: 0 })
    const list = await jsonOf(ask('/lms-servers'))
    expect(lmsServerListSchema.parse(list)).toEqual(list)
    expect(JSON.stringify(list)).not.toContain(token)
    expect((await ask('/lms-servers', { json: { name: 'Blackboard North' } })).status).toBe(409)
  })

  it('get a new name, a new token, and go when they have no courses', async () => {
    const { lmsServer, token } = await createServer('Short-lived')
    const path = `/lms-servers/${lmsServer.id}`
    const renamed = await ask(path, { method: 'PATCH', json: { name: 'Renamed' } })
    expect(await renamed.json()).toMatchObject({ lmsServer: { name: 'Renamed' } })
    const second = await jsonOf<{ token: string }>(ask(`${path}/token`, { method: 'POST' }))
    expect(second.token).not.toBe(token)

    const { id } = await created({ code: 'ONIT', lmsServerId: lmsServer.id })
    const remove = async () => (await ask(path, { method: 'DELETE' })).status
    expect(await remove()).toBe(409)
    expect((await change(id, { lmsServerId: null })).status).toBe(200)
    expect(await remove()).toBe(204)
    expect(await remove()).toBe(404)
  })
})

describe('one', () => {
  it('course or server is answered as the list has it, for a form that a link opens', async () => {
    const { lmsServer } = await createServer('Linked')
    const course = await created({ code: 'LINKED', lmsServerId: lmsServer.id })
    expect(await jsonOf(ask(`/courses/${course.id}`))).toEqual({ course })
    const one = await jsonOf(ask(`/lms-servers/${lmsServer.id}`))
    expect(one).toEqual({ lmsServer: { ...lmsServer, courses: 1 } })
    for (const path of ['/courses/999999', '/courses/x', '/lms-servers/999999', '/users/999999']) {
      expect((await ask(path)).status, path).toBe(404)
    }
  })

  it('person, too', async () => {
    const { users } = await jsonOf<{ users: { id: number }[] }>(ask('/users'))
    const user = users.find(({ id }) => id === owner.id)
    expect(await jsonOf(ask(`/users/${owner.id}`))).toEqual({ user })
  })
})

describe('courses', () => {
  it('are created with owners, who see them', async () => {
    const answer = await createCourse({ ownerIds: [owner.id, owner.id] })
    expect(answer.status).toBe(201)
    const body = (await answer.json()) as { course: AdminCourse }
    expect(adminCourseAnswerSchema.parse(body)).toEqual(body)
    expect(body.course).toMatchObject({
      ...newCourse,
      offering: '',
      endDate: '2026-05-03',
      timeZone: 'Europe/Berlin',
      lmsType: 'Blackboard',
      lmsServer: null,
      students: 0,
      lastActivityAt: null,
      importing: false,
      lastImport: null,
      ownerIds: [owner.id],
    })
    const path = `/api/courses/${body.course.id}`
    expect((await site.ask(path, { from: owner })).status).toBe(200)
    const list = await jsonOf(ask('/courses'))
    expect(adminCourseListSchema.parse(list)).toEqual(list)
    expect((await change(body.course.id, { ownerIds: [] })).status).toBe(200)
    expect((await site.ask(path, { from: owner })).status).toBe(404)
  })

  it('bear a code once per server', async () => {
    const [a, b] = [await createServer('A'), await createServer('B')]
    await created({ code: 'SAME', lmsServerId: a.lmsServer.id })
    const onB = await created({ code: 'SAME', lmsServerId: b.lmsServer.id })
    await created({ code: 'SAME' })
    expect((await createCourse({ code: 'SAME', lmsServerId: a.lmsServer.id })).status).toBe(409)
    expect((await createCourse({ code: 'SAME' })).status).toBe(409)
    expect((await change(onB.id, { lmsServerId: a.lmsServer.id })).status).toBe(409)
    expect((await change(onB.id, { lmsServerId: null })).status).toBe(409)
    const racing = await Promise.all([
      createCourse({ code: 'RACE' }),
      createCourse({ code: 'RACE' }),
    ])
    expect(racing.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it.each([
    ['startDate', { startDate: '2026-02-03' }],
    ['startDate', { startDate: '2026-02-30' }],
    ['startDate', { startDate: '0001-01-01' }],
    ['weeks', { weeks: 0 }],
    ['weeks', { weeks: 61 }],
    ['timeZone', { timeZone: 'Nowhere' }],
    ['code', { code: 'a/b' }],
    ['code', { code: '' }],
    ['lmsServerId', { lmsServerId: 999_999 }],
    ['ownerIds', { ownerIds: [999_999] }],
    ['figuresVersion', { figuresVersion: 1 }],
  ])('are refused by the field %s: %j', async (field, json) => {
    const answer = await createCourse({ code: 'REFUSED', ...json })
    expect(answer.status).toBe(400)
    const { errors } = (await answer.json()) as { errors: { path: string }[] }
    expect(errors.map(({ path }) => path.split('.')[0])).toEqual([field])
  })

  it('change their dates, and figures follow where there are any', async () => {
    const { id } = await created({ code: 'DATES' })
    const dates = { startDate: '2026-03-02', weeks: 10, timeZone: 'Asia/Muscat' }
    const moved = await change(id, dates)
    expect(await moved.json()).toMatchObject({
      course: { ...dates, endDate: '2026-05-10', importing: false },
    })
    await site.pool.query(
      "INSERT INTO visits (course_id, user_no, at, resource_no, import_id) VALUES (?, 1, '2026-03-03', 1, 1)",
      [id],
    )
    expect(await (await change(id, { ...dates, title: 'New title' })).json()).toMatchObject({
      course: { title: 'New title', importing: false },
    })
    for (const json of [{ startDate: '2026-03-09' }, { weeks: 11 }, { timeZone: 'UTC' }]) {
      const changed = await change(id, json)
      expect(await changed.json()).toMatchObject({ course: { ...json, importing: true } })
    }
    expect((await change(id, { startDate: '2026-03-10' })).status).toBe(400)
    expect((await change(999_999, { title: 'x' })).status).toBe(404)
  })
})

describe('imports', () => {
  it('are listed newest first, by course and state, and shown one by one', async () => {
    await site.pool.query('DELETE FROM imports')
    const one = await created({ code: 'ONE' })
    const two = await created({ code: 'TWO' })
    for (const [course, state] of [
      [one.id, 'succeeded'],
      [two.id, 'failed'],
      [one.id, 'running'],
    ] as const) {
      await site.pool.query(
        `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, phase,
           progress_rows, progress_of, failure_code, failure_text, created_at, receipt)
         VALUES (?, ?, 1, 'drop', ?, 'visits', 10, 20, ?, ?, UTC_TIMESTAMP(6), NULL)`,
        [
          course,
          `${state}.zip`,
          state,
          ...(state === 'failed' ? ['not_a_zip', 'It is no zip.'] : [null, null]),
        ],
      )
    }
    const list = async (query: string) => {
      const { imports } = await jsonOf<{ imports: Import[] }>(ask(`/imports${query}`))
      return imports.map(({ fileName }) => fileName)
    }
    expect(await list('')).toEqual(['running.zip', 'failed.zip', 'succeeded.zip'])
    expect(await list(`?course=${one.id}`)).toEqual(['running.zip', 'succeeded.zip'])
    expect(await list('?state=failed')).toEqual(['failed.zip'])
    expect(await list('?limit=1&offset=1')).toEqual(['failed.zip'])
    expect((await ask('/imports?state=lost')).status).toBe(400)

    const { imports } = await jsonOf<{ imports: Import[] }>(ask('/imports'))
    expect(imports[0]).toMatchObject({
      courseCode: 'ONE',
      progress: { phase: 'visits', rows: 10, of: 20 },
      failure: null,
    })
    const shown = await jsonOf<{ import: Import }>(ask(`/imports/${imports[1]?.id}`))
    expect(shown.import).toMatchObject({
      progress: null,
      failure: { code: 'not_a_zip', text: 'It is no zip.' },
      receipt: null,
    })
    expect((await ask('/imports/999999')).status).toBe(404)
    const own = await jsonOf<{ imports: Import[] }>(
      site.ask(`/api/courses/${one.id}/imports`, { from: administrator }),
    )
    expect(own.imports.map(({ fileName }) => fileName)).toEqual(['running.zip', 'succeeded.zip'])
    const { course } = await jsonOf<{ course: AdminCourse }>(
      site.ask(`/api/courses/${one.id}`, { from: administrator }),
    )
    expect(course).toMatchObject({ importing: true, lastImport: { state: 'running' } })
  })
})
