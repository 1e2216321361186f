/** security.md, lines G3 and G9: an account that may do what the site does, and no more. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mysql, { type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDataDirectory } from '#deploy/data-directory.ts'
import { startMariadb } from '#deploy/mariadb.ts'
import { createSupervisor } from '#deploy/supervisor.ts'
import { findProgram } from '#deploy/system-programs.ts'
import { watchMaintenance } from '#server/watch-maintenance.ts'
import { defaultTasks } from '#worker/schedule.ts'
import { addMissingTasks } from '#worker/task-rows.ts'
import { addCourse, ann, idOf } from '../support/course.ts'
import { createTestSite, password, type Caller, type TestSite } from '../support/site.ts'

/** Servers of one's own may stand on another machine. */
const canStartOne = findProgram('mariadbd') !== undefined
const account = { user: 'cloop_web', password: 'of the site alone' }
const ending: (() => unknown)[] = []
let site: TestSite
let administrator: Caller
let course: number

beforeAll(async () => {
  if (!canStartOne) return
  const path = await mkdtemp(join(tmpdir(), 'cloop-grants-'))
  const data = openDataDirectory(path)
  const supervisor = createSupervisor(data)
  ending.push(
    () => rm(path, { recursive: true }),
    data.close,
    () => supervisor.stopAll(),
  )
  const settings = await startMariadb(data, supervisor, { durable: false })
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  site = await createTestSite({ account })
  vi.unstubAllEnvs()
  ending.push(() => site.drop())
  const { database } = site.settings
  const root = await mysql.createConnection({
    ...{ user: 'root', socketPath: join(path, 'mariadb', 'mariadb.sock'), database },
  })
  await root.query(`CREATE USER cloop_web@'%' IDENTIFIED BY '${account.password}'`)
  const printed = readFileSync(join(import.meta.dirname, '../../../deploy/database-users.sql'))
  const [grants] = await root.query<RowDataPacket[]>(printed.toString())
  for (const { statement } of grants) await root.query(String(statement))
  await root.end()
  administrator = await site.addPerson('admin@example.edu', { isAdmin: true })
  await addMissingTasks(site.pool, defaultTasks, 'Europe/Berlin')
  course = await addCourse(site.pool, { owners: [administrator.id] })
}, 120_000)
afterAll(async () => {
  for (const end of ending.reverse()) await end()
})

interface Step {
  path: string
  method?: string
  json?: unknown
}
const done = async ({ path, ...init }: Step) => {
  const answer = await site.ask(path, { from: administrator, ...init })
  expect(
    answer.status,
    `${init.method ?? 'POST'} ${path}: ${await answer.clone().text()}`,
  ).toBeLessThan(300)
  return answer
}
const thing = async (step: Step, key: string) =>
  ((await (await done(step)).json()) as Record<string, { id: number }>)[key]?.id ?? 0

it.runIf(canStartOne)('is enough for all that the site does', async () => {
  const presence = await watchMaintenance(site.deps.pool, site.deps.gate, site.deps.log)
  for (const wrong of ['wrong', 'wrong too']) {
    await site.ask('/api/login', { json: { email: administrator.email, password: wrong } })
  }
  await done({ path: '/api/login', json: { email: administrator.email, password } })
  await done({ path: '/api/password-resets', json: { email: administrator.email } })
  await site.deps.gate.untilIdle()
  await done({ path: '/api/me', method: 'PATCH', json: { name: 'Ada' } })
  await done({ path: '/api/me/sessions', method: 'DELETE' })
  const chosen = { current: password, new: 'another plain sentence' }
  await done({ path: '/api/me/password', json: chosen })

  const server = await thing(
    { path: '/api/admin/lms-servers', json: { name: 'North' } },
    'lmsServer',
  )
  await done({ path: `/api/admin/lms-servers/${server}/token`, method: 'POST' })
  const person = { email: 'new@example.edu', name: 'New', isAdmin: false }
  const user = await thing({ path: '/api/admin/users', json: person }, 'user')
  await done({ path: `/api/admin/users/${user}`, method: 'PATCH', json: { isActive: false } })
  const offering = { code: 'NEW', title: 'New', startDate: '2026-02-02', weeks: 3 }
  const made = await thing({ path: '/api/admin/courses', json: offering }, 'course')
  const owners = { ownerIds: [administrator.id], lmsServerId: server }
  await done({ path: `/api/admin/courses/${made}`, method: 'PATCH', json: owners })
  await done({ path: `/api/admin/courses/${made}/clear`, json: { code: 'NEW' } })
  await done({ path: `/api/admin/courses/${made}`, method: 'DELETE', json: { code: 'NEW' } })
  await done({ path: `/api/admin/lms-servers/${server}`, method: 'DELETE' })
  await done({ path: '/api/admin/tasks/purge', method: 'PATCH', json: { enabled: false } })
  await done({ path: '/api/admin/tasks/digest/run', method: 'POST' })

  const at = `/api/courses/${course}`
  const event = { kind: 'single', title: 'x', at: '2016-02-02T00:00:00Z' }
  const id = await thing({ path: `${at}/events`, json: event }, 'event')
  await done({ path: `${at}/events/${id}`, method: 'PUT', json: { ...event, title: 'y' } })
  await done({ path: `${at}/events/${id}`, method: 'DELETE' })
  const student = `${at}/students/${idOf(course, ann)}`
  await done({ path: student, method: 'PATCH', json: { leftOut: true } })
  for (const path of ['/visits/daily', '/grades?format=csv', `/students/${idOf(course, ann)}`]) {
    await done({ path: at + path, method: 'GET' })
  }
  // The deployment checks ask whether workers answer.
  await site.deps.pool.query('INSERT INTO queue_questions (queue, asked_at) VALUES (?, NOW(6))', [
    'task',
  ])
  await site.deps.pool.query('DELETE FROM queue_questions')
  await presence.close()
})

it.runIf(canStartOne)('and for no more: entries of the audit log stay as they are', async () => {
  const refused = [
    'DELETE FROM audit_log',
    "UPDATE audit_log SET action = 'sign_out'",
    'DELETE FROM visits',
    'UPDATE attempts SET grade = 100',
    'DELETE FROM import_changes',
    'DROP TABLE users',
    'ALTER TABLE users ADD COLUMN more INT',
    'CREATE TABLE more (id INT)',
    'TRUNCATE audit_log',
  ]
  for (const statement of refused) {
    await expect(site.deps.pool.query(statement), statement).rejects.toMatchObject({ errno: 1142 })
  }
  // Neither FILE nor SUPER.
  for (const statement of ["SELECT 'x' INTO OUTFILE '/tmp/x'", 'SET GLOBAL local_infile = 1']) {
    await expect(site.deps.pool.query(statement), statement).rejects.toThrow(/Access denied/)
  }
})
