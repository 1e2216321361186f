/**
 * `npm run soak -- --minutes 60`: imports, clicks and restarts without a pause. In the end every export must be
 * stored, the figures must be what was dropped, and the processes that lived through it must hold what they held
 * when they were warm: memory, files, timers, sockets.
 */
import { rename, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePorts } from '#deploy/free-ports.ts'
import { hashPassword } from '#server/auth/passwords.ts'
import { exportZip } from '../support/import-run.ts'
import { createProcesses, type Processes } from '../support/processes.ts'
import { insertCourse, insertServer, rowsOf, until } from '../worker/support.ts'
import { judgeDrift, readHeld, type Held } from './process-figures.ts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error(`--minutes is ${values.minutes}: it must be a number`)
const endAt = Date.now() + minutes * 60_000

const dropEveryMs = 4000
const clickEveryMs = 100
const sampleEveryMs = Math.max(1000, (minutes * 60_000) / 240)
const restartEveryMs = Math.max(6000, Math.min(60_000, (minutes * 60_000) / 10))
const students = 60
const visitsEach = 5
const password = 'correct horse battery staple 9'

type Running = Awaited<ReturnType<Processes['start']>>
interface Watched {
  name: string
  pid: number
  metricsPort: number
  samples: Held[]
}

/** Exports of each course so far. */
const dropped = new Map<string, number>()
const paths = [
  '',
  '/visits/daily',
  '/top/content',
  '/resources/visits',
  '/students/visits',
  '/imports',
]
const site = await createProcesses({ IMPORT_LEASE_SECONDS: '5' })
const troubles: string[] = []
const counts = { drops: 0, clicks: 0, restarts: 0 }
try {
  await soak()
} finally {
  await site.close().catch((error: unknown) => troubles.push(String(error)))
}
for (const trouble of troubles) console.error(trouble)
process.exitCode = troubles.length > 0 ? 1 : 0

async function soak() {
  const [metricsPort = 0] = await freePorts(1)
  const lasting = { METRICS_PORT: String(metricsPort) }
  const [web, worker, beat] = await Promise.all([
    site.start('web', lasting),
    site.start('worker', lasting),
    site.start('beat', lasting),
  ])
  const watched = [web, worker, beat].map((one, index): Watched => ({
    name: one.name,
    pid: one.child.pid ?? 0,
    metricsPort: metricsPort + index,
    samples: [],
  }))
  const serverId = await insertServer(site.pool, 'Soak')
  const codes = ['SOAK_A', 'SOAK_B', 'SOAK_C']
  const courses: number[] = []
  for (const code of codes) courses.push(await insertCourse(site.pool, { serverId, code }))
  const cookie = await signIn(web.origin)
  await Promise.all([
    repeat(dropEveryMs, (round) => drop(serverId, codes, round)),
    repeat(clickEveryMs, (round) => click(web.origin, cookie, courses, round)),
    repeat(sampleEveryMs, () => sample(watched)),
    restartOthers(),
  ])
  await verify(courses)
  report(watched)
}

async function repeat(everyMs: number, work: (round: number) => Promise<void>) {
  for (let round = 0; Date.now() < endAt; round += 1) {
    await work(round)
    await pause(everyMs)
  }
}

/** Each export brings everybody's visits of one more hour; the last one of a course is its newest. */
async function drop(serverId: number, codes: string[], round: number) {
  const code = codes[round % codes.length] ?? ''
  const hour = dropped.get(code) ?? 0
  dropped.set(code, hour + 1)
  const at = Date.UTC(2017, 9, 2) + (hour % 1600) * 3600_000 + Math.floor(hour / 1600) * 1000
  const activity = Array.from({ length: students * visitsEach }, (_, index) => {
    const instant = new Date(at + Math.floor(index / students) * 60_000)
    return `${index % students}|${index % 7}||${instant.toISOString()}`
  })
  const content = exportZip({
    'all_user.txt': Array.from(
      { length: students },
      (_, key) => `${key}|u${key}|F|L|u@example.edu`,
    ),
    'all_resources.txt': Array.from({ length: 7 }, (_, key) => `${key}|0|R|resource/x-bb-document`),
    'activity.txt': activity,
  })
  const path = join(site.drop, `${serverId}_${code}_${1_506_816_000 + round}.zip`)
  await writeFile(`${path}.part`, content)
  await rename(`${path}.part`, path)
  counts.drops += 1
}

async function signIn(origin: string): Promise<string> {
  await site.pool.query(
    `INSERT INTO users (email, name, password_hash, is_admin, created_at)
     VALUES ('root@example.edu', 'Root', ?, TRUE, UTC_TIMESTAMP(6))`,
    [await hashPassword(password)],
  )
  const answer = await fetch(`${origin}/api/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({ email: 'root@example.edu', password }),
  })
  return answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
}

async function click(origin: string, cookie: string, courses: number[], round: number) {
  const path = paths[round % paths.length] ?? ''
  const course = courses[round % courses.length] ?? 0
  const answer = await fetch(`${origin}/api/courses/${course}${path}`, {
    headers: { Cookie: cookie },
  })
  await answer.arrayBuffer()
  counts.clicks += 1
  if (!answer.ok) troubles.push(`${path} answered ${answer.status}`)
}

async function sample(watched: Watched[]) {
  for (const { pid, metricsPort, samples } of watched)
    samples.push(await readHeld(pid, metricsPort))
}

/** A second web and a second worker come and go: the worker by SIGKILL every other time. */
async function restartOthers() {
  let others: Running[] = []
  for (let round = 0; Date.now() < endAt; round += 1) {
    others = await Promise.all([site.start('worker'), site.start('web'), site.start('beat')])
    await pause(Math.min(restartEveryMs, Math.max(0, endAt - Date.now())))
    const signal = round % 2 === 0 ? 'SIGKILL' : 'SIGTERM'
    for (const { child } of others) child.kill(signal)
    for (const { child } of others)
      if (child.exitCode === null && !child.signalCode) await once(child, 'exit')
    counts.restarts += others.length
  }
}

/** Everything that was dropped is there, once. */
async function verify(courses: number[]) {
  const open = "SELECT COUNT(*) AS count FROM imports WHERE state IN ('queued', 'running')"
  const states = 'SELECT state, COUNT(*) AS count FROM imports GROUP BY state'
  await until(async () => {
    const [waiting] = await rowsOf<{ count: number }>(site.pool, open)
    const all = await rowsOf<{ count: number }>(site.pool, states)
    return waiting?.count === 0 && all.reduce((sum, { count }) => sum + count, 0) === counts.drops
  })
  const ended = await rowsOf<{ state: string; count: number }>(site.pool, states)
  if (ended.length !== 1 || ended[0]?.state !== 'succeeded') {
    troubles.push(`imports did not all succeed: ${JSON.stringify(ended)}`)
  }
  const expected = [...dropped.values()].map((hours) => hours * students * visitsEach)
  for (const [index, course] of courses.entries()) {
    const facts = 'SELECT COUNT(*) AS visits FROM visits WHERE course_id = ?'
    const figures =
      'SELECT SUM(visits) AS visits FROM student_weeks WHERE course_id = ? AND week = 0'
    for (const sql of [facts, figures]) {
      const [row] = await rowsOf<{ visits: number | string }>(site.pool, sql, [course])
      if (Number(row?.visits) !== expected[index]) {
        troubles.push(`course ${course} has ${row?.visits} visits, not ${expected[index]} (${sql})`)
      }
    }
  }
}

function report(watched: Watched[]) {
  console.log(`${minutes} min: ${JSON.stringify(counts)}`)
  for (const { name, samples } of watched) {
    for (const { kind, early, late, isFlat } of judgeDrift(samples)) {
      console.log(`${name.padEnd(8)}${kind.padEnd(10)}${early} → ${late}${isFlat ? '' : '  GROWS'}`)
      if (!isFlat) troubles.push(`${name}: ${kind} grew from ${early} to ${late}`)
    }
  }
}
