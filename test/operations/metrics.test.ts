import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePorts } from '#deploy/free-ports.ts'
import { hashPassword } from '#server/auth/passwords.ts'
import { exportZip } from '../support/import-run.ts'
import { createProcesses, type Processes } from '../support/processes.ts'
import type { SiteProcess } from '../support/site-process.ts'
import { insertCourse, insertServer, rowsOf, until } from '../worker/support.ts'

const secrets = {
  student: 'Zebediah',
  surname: 'Quillfeather',
  login: 'zquill77',
  address: 'zquill77@students.example.edu',
  grade: '87.6543',
  title: 'Thermodynamics-of-owls',
  password: 'correct horse battery staple 9',
}

let site: Processes
let web: SiteProcess & { origin: string }
let worker: SiteProcess
let beat: SiteProcess
let metricsPort: number

beforeAll(async () => {
  ;[metricsPort = 0] = await freePorts(1)
  const settings = { METRICS_PORT: String(metricsPort), TRUSTED_PROXIES: '127.0.0.1' }
  site = await createProcesses({ ...settings, LOG_LEVEL: 'trace' })
  web = await site.start('web', { BASE_URL: 'http://cloop.test' })
  worker = await site.start('worker')
  beat = await site.start('beat')
})
afterAll(() => site.close())

/** The port that a process says it shows its figures on: another test's may hold the first. */
const portOf = async ({ output }: SiteProcess) => {
  const found = await until(() => /"port":(\d+),"msg":"metrics are served"/.exec(output()))
  return Number(found[1])
}
const figuresOn = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()

interface Asking {
  method?: string
  json?: unknown
  cookie?: string
  requestId?: string
}
const ask = (path: string, { method, json, cookie, requestId }: Asking = {}) =>
  fetch(`${web.origin}${path}`, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      'Sec-Fetch-Site': 'same-origin',
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(cookie ? { Cookie: cookie } : {}),
      ...(requestId ? { 'X-Request-Id': requestId } : {}),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })

const linesWith = ({ output }: SiteProcess, what: string) =>
  output()
    .split('\n')
    .filter((line) => line.includes(what))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('an import and a request show in the figures and, by their ids, in the logs of web and worker', async () => {
  const serverId = await insertServer(site.pool, 'LMS')
  await insertCourse(site.pool, { serverId, code: 'OWLS' })
  await site.pool.query(
    `INSERT INTO users (email, name, password_hash, is_admin, created_at)
     VALUES ('root@example.edu', 'Rosalind', ?, TRUE, UTC_TIMESTAMP(6))`,
    [await hashPassword(secrets.password)],
  )
  const zip = exportZip({
    'all_user.txt': [
      `1|${secrets.login}|${secrets.student}|${secrets.surname}|${secrets.address}`,
      'broken',
    ],
    'all_resources.txt': [`5|0|${secrets.title}|assessment/x-bb-qti-test`],
    'assessments.txt': [`1|5|${secrets.grade}|2017-10-03T11:00:00.000Z`],
    'activity.txt': ['1|5||2017-10-03T10:00:00.000Z', '99|5||2017-10-03T10:00:00.000Z'],
  })
  const name = `${serverId}_OWLS_1506816000.zip`
  await writeFile(join(site.drop, `${name}.part`), zip)
  await rename(join(site.drop, `${name}.part`), join(site.drop, name))
  const imported = await until(
    async () =>
      (
        await rowsOf<{ id: number }>(site.pool, "SELECT id FROM imports WHERE state = 'succeeded'")
      )[0],
  )
  // The row says so before the log does.
  await until(() => linesWith(worker, `"importId":${imported.id}`).length > 0)

  const login = await ask('/api/login', {
    json: { email: 'root@example.edu', password: secrets.password },
  })
  expect(login.status).toBe(200)
  const cookie = login.headers.get('Set-Cookie')!.split(';')[0]!
  const requestId = 'from-the-proxy-4711'
  const undone = await ask(`/api/admin/imports/${imported.id}/undo`, {
    method: 'POST',
    cookie,
    requestId,
  })
  expect(undone.status).toBeLessThan(300)
  expect(undone.headers.get('X-Request-Id')).toBe(requestId)
  await until(() => linesWith(worker, requestId).length > 0 && linesWith(web, requestId).length > 0)
  expect(linesWith(web, requestId)[0]).toMatchObject({ method: 'POST', requestId })
  expect(linesWith(worker, requestId)[0]).toMatchObject({
    job: 'undo-import',
    importId: imported.id,
  })

  expect(await figuresOn(metricsPort)).toMatch(/^cloop_http_request_duration_seconds_count\{/m)
  expect(await figuresOn(metricsPort)).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  const ofWorker = await figuresOn(await portOf(worker))
  expect(ofWorker).toMatch(/^cloop_import_duration_seconds_count\{state="succeeded"\} 1$/m)
  expect(ofWorker).toMatch(/^cloop_import_rows_total\{what="read"\} [1-9]/m)
  expect(await figuresOn(await portOf(beat))).toMatch(/^cloop_queue_messages\{queue="dead"\} 0$/m)

  const token = cookie.split('=')[1]!
  const logs = [web, worker, beat].map(({ output }) => output()).join('\n')
  for (const secret of [...Object.values(secrets), token, 'root@example.edu', 'Rosalind']) {
    expect(logs).not.toContain(secret)
  }
})
