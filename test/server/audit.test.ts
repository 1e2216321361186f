import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditActions, auditListSchema, type AuditLogEntry } from '#shared/audit.ts'
import { addEmptyCourse } from './support/course.ts'
import { createTestSite, jsonOf, type Caller, type TestSite } from './support/site.ts'

let site: TestSite
let administrator: Caller
let owner: Caller
let course: number

beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true, name: 'Ada' })
  owner = await site.addPerson('owner@example.edu', { name: '=cmd' })
  course = await addEmptyCourse(site.pool)
  await add('2026-01-01 10:00:00', 'sign_in.succeeded', owner.id, null, {})
  await add('2026-01-02 10:00:00', 'student.viewed', owner.id, course, { student: 7 })
  await add('2026-01-03 10:00:00', 'import.retried', administrator.id, course, { import: 5 })
  await add('2026-01-03 10:00:00', 'sign_in.failed', null, null, {})
  await add('2026-01-04 10:00:00', 'task.changed', 999, 888, { task: 'purge', cron: '1,2 * * * *' })
})
afterAll(() => site.drop())

const add = (
  at: string,
  action: string,
  actor: number | null,
  courseId: number | null,
  of: object,
) =>
  site.pool.query(
    'INSERT INTO audit_log (at, action, actor_id, course_id, detail, address) VALUES (?, ?, ?, ?, ?, ?)',
    [at, action, actor, courseId, JSON.stringify(of), '192.0.2.7'],
  )

const ask = (query: string, from = administrator) => site.ask(`/api/admin/audit${query}`, { from })
async function list(query = ''): Promise<AuditLogEntry[]> {
  const body = await jsonOf<{ entries: AuditLogEntry[] }>(ask(query))
  expect(auditListSchema.parse(body)).toEqual(body)
  return body.entries
}

describe('the audit log', () => {
  it('tells who did what when, newest first', async () => {
    const entries = await list()
    expect(entries.map(({ action }) => action)).toEqual([
      'task.changed',
      'sign_in.failed',
      'import.retried',
      'student.viewed',
      'sign_in.succeeded',
    ])
    expect(entries[2]).toEqual({
      id: 3,
      at: '2026-01-03T10:00:00.000Z',
      action: 'import.retried',
      actor: { id: administrator.id, name: 'Ada' },
      course: { id: course, code: 'ABC10' },
      detail: { import: 5 },
      address: '192.0.2.7',
    })
    // Nobody was signed in; a person and a course that are there no more.
    expect([entries[1]?.actor, entries[1]?.course]).toEqual([null, null])
    expect([entries[0]?.actor, entries[0]?.course]).toEqual([
      { id: 999, name: null },
      { id: 888, code: null },
    ])
  })

  it.each([
    ['action=student.viewed', [2]],
    ['actor=999', [5]],
    ['from=2026-01-02T10:00:00Z&to=2026-01-03T10:00:00Z', [2]],
    ['from=2026-01-03T12:00:00%2B02:00&to=2026-01-04T00:00:00Z', [4, 3]],
    ['limit=2&offset=1', [4, 3]],
    ['offset=5', []],
  ])('is searched by %s', async (query, ids) => {
    expect((await list(`?${query}`)).map(({ id }) => id)).toEqual(ids)
  })

  it('is searched by course and person', async () => {
    expect((await list(`?course=${course}`)).map(({ id }) => id)).toEqual([3, 2])
    const query = `?course=${course}&actor=${owner.id}`
    expect((await list(query)).map(({ id }) => id)).toEqual([2])
  })

  it.each(['action=nothing', 'limit=201', 'actor=-1', 'from=2026-01-01', 'sort=id', 'format=xls'])(
    'refuses %s',
    async (query) => {
      expect((await ask(`?${query}`)).status).toBe(400)
    },
  )

  it('comes as CSV that no spreadsheet runs, which is written down itself', async () => {
    const answer = await ask('?format=csv&limit=4&offset=1')
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('Content-Disposition')).toContain('filename="audit.csv"')
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const lines = (await answer.text()).split('\r\n')
    expect(lines[0]).toBe('id,at,action,actorId,actor,courseId,course,detail,address')
    expect(lines[3]).toBe(
      `2,2026-01-02T10:00:00.000Z,student.viewed,${owner.id},'=cmd,${course},ABC10,"{""student"":7}",192.0.2.7`,
    )
    const [newest] = await list('?limit=1')
    expect(newest).toMatchObject({
      action: 'audit.exported',
      actor: { id: administrator.id },
      detail: { limit: 4, offset: 1 },
    })
  })

  it('knows each action by its name', async () => {
    for (const action of auditActions) {
      expect((await ask(`?action=${action}`)).status, action).toBe(200)
    }
  })

  it('is for administrators, and says who else asked', async () => {
    expect((await ask('', owner)).status).toBe(403)
    expect(await list('?action=administration.denied')).toMatchObject([
      { actor: { id: owner.id }, detail: { what: 'audit' }, address: '192.0.2.1' },
    ])
  })
})
