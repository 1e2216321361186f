/** security.md, line G9: what of people's doings is written down, and that nothing takes it back. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RowDataPacket } from 'mysql2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCourse, ann, idOf } from '../support/course.ts'
import { createTestSite, password, type Caller, type TestSite } from '../support/site.ts'

let site: TestSite
let administrator: Caller
beforeAll(async () => {
  site = await createTestSite()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
})
afterAll(() => site.drop())

/** Signs in as somebody; what they then ask, they ask with this cookie. */
async function signIn(email: string, typed = password): Promise<Caller> {
  const answer = await site.ask('/api/login', { json: { email, password: typed } })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { id: 0, email, cookie }
}

it('a term of an owner and an administrator leaves exactly these entries', async () => {
  const { id } = await site.addPerson('owner@example.edu')
  const own = await addCourse(site.pool, { code: 'OWN', owners: [id] })
  const other = await addCourse(site.pool, { code: 'OTHER' })
  const change = (path: string, method: string, json: unknown) =>
    site.ask(`/api/admin${path}`, { from: administrator, method, json })
  await site.pool.query('DELETE FROM audit_log')

  for (let n = 0; n < 10; n += 1) await signIn('owner@example.edu', 'wrong')
  await signIn('owner@example.edu')
  await site.pool.query('DELETE FROM sign_in_failures')
  const owner = await signIn('owner@example.edu')
  const look = (path: string) => site.ask(path, { from: owner })
  await look(`/api/courses/${own}`)
  await look(`/api/courses/${own}/students/${idOf(own, ann)}`)
  await look(`/api/courses/${own}/students?format=csv`)
  await look(`/api/courses/${other}`)
  await look('/api/admin/users')
  await site.ask('/api/logout', { from: owner, method: 'POST' })

  await change(`/users/${id}`, 'PATCH', { isAdmin: true })
  await change(`/courses/${other}`, 'PATCH', { ownerIds: [id] })
  await change(`/users/${id}`, 'PATCH', { isActive: false })
  await change(`/courses/${other}`, 'DELETE', { code: 'OTHER' })

  const [rows] = await site.pool.query<RowDataPacket[]>(
    'SELECT action, actor_id AS actor, course_id AS course FROM audit_log ORDER BY id',
  )
  const byOwner = (action: string, course: number | null = null) => ({ action, actor: id, course })
  const byAdministrator = (action: string, course: number | null = null) => ({
    ...byOwner(action, course),
    actor: administrator.id,
  })
  expect(rows).toEqual([
    ...Array.from({ length: 10 }, () => byOwner('sign_in.failed')),
    byOwner('sign_in.locked'),
    byOwner('sign_in.succeeded'),
    byOwner('student.viewed', own),
    byOwner('figures.exported', own),
    byOwner('course.denied'),
    byOwner('administration.denied'),
    byOwner('sign_out'),
    byAdministrator('user.changed'),
    byAdministrator('course.owners_changed', other),
    byAdministrator('user.deactivated'),
    byAdministrator('course.deleted', other),
  ])
})

it('no statement changes an entry, and only the nightly purge takes old ones away', () => {
  const root = join(import.meta.dirname, '../../..')
  const naming = ['server', 'worker', 'import', 'cli', 'drizzle', 'lib'].flatMap((folder) =>
    (readdirSync(join(root, folder), { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`)
      .filter((path) => /\baudit_?log\b/i.test(readFileSync(join(root, path), 'utf8'))),
  )
  const changing = naming.filter((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return /(update|delete)\(auditLog\)|(UPDATE|DELETE FROM|TRUNCATE|REPLACE INTO) audit_log/.test(
      text,
    )
  })
  expect(naming).toContain('server/repositories/audit-log.ts')
  expect(changing).toEqual([])
  // The purge names the tables of which it deletes what is old; made-up people replace everybody in a copy.
  expect(naming.filter((path) => /^(worker|import|cli)\//.test(path)).toSorted()).toEqual([
    'cli/staging/make-up-people.ts',
    'worker/old-rows.ts',
    'worker/retention-rows.ts',
  ])
})
