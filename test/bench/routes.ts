/**
 * What every question of a course's pages takes over HTTP, asked of a web process from another one, beside the
 * same question asked of the facts in SQL, at several sizes; then fifty people at once:
 * `node test/bench/routes.ts --sizes 10000,100000,1000000,10000000 --students 800 --seconds 20`.
 * Needs DB_* and RABBITMQ_* of servers; makes and drops a database and queues of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { writeDemoExport } from '#cli/demo-export/write-demo-export.ts'
import { countSplits } from '#import/count-splits.ts'
import { publicId } from '#shared/public-id.ts'
import { createTestDatabase } from '../support/database.ts'
import { createCourse, runImport } from '../support/import-run.ts'
import { startBenchSite } from './bench-site.ts'
import { courseQuestions, type Asked, type Question } from './course-questions.ts'
import { createTimedClient, loadWith, quantile, type Timed } from './timed-requests.ts'

const course = { startDate: '2026-02-23', weeks: 14, timeZone: 'UTC' }
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    students: { type: 'string', default: '800' },
    rounds: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
  },
})
const sizes = values.sizes.split(',').map(Number)
const [students, rounds, seconds] = [values.students, values.rounds, values.seconds].map(
  Number,
) as [number, number, number]
const people = 50

const directory = await mkdtemp(join(tmpdir(), 'cloop-bench-'))
const database = await createTestDatabase()
try {
  const courses: Asked[] = []
  for (const visits of sizes) courses.push(await addCourse(database.pool, visits))
  const site = await startBenchSite(database)
  const client = createTimedClient(site.origin, site.cookie, people)
  try {
    await everyQuestion(database.pool, client.ask, courses)
    await everybodyAtOnce(client.ask, courses)
  } finally {
    client.close()
    await site.stop()
  }
} finally {
  await database.drop()
  await rm(directory, { recursive: true })
}

/** A course of that size with a weekly lecture, and what is asked of it: its most visited resource and student. */
async function addCourse(pool: Pool, visits: number): Promise<Asked> {
  const zipPath = join(directory, 'export.zip')
  await writeDemoExport({ ...course, students, visits, seed: 1 }, zipPath)
  const courseId = await createCourse(pool, course)
  const [{ insertId: eventId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO course_events (course_id, kind, title, weekday, start_week, end_week, created_at, updated_at)
    VALUES (?, 'repeating', 'Lecture', 3, 1, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [courseId, course.weeks],
  )
  await runImport(pool, courseId, zipPath)
  await countSplits(pool, courseId)
  const resourceNo = await mostVisited(pool, 'resource_weeks', 'resource_no', courseId)
  const userNo = await mostVisited(pool, 'student_weeks', 'user_no', courseId)
  console.log(`course ${courseId}: ${visits} visits of ${students} students`)
  return {
    ...{ courseId, eventId, resourceNo, userNo, startDate: course.startDate },
    resourceId: publicId(courseId, resourceNo),
    studentId: publicId(courseId, userNo),
  }
}

async function mostVisited(pool: Pool, table: string, column: string, courseId: number) {
  const [[first]] = await pool.query<RowDataPacket[]>(
    `SELECT ${column} AS number FROM ${table} WHERE course_id = ? AND week = 0
    ORDER BY visits DESC LIMIT 1`,
    [courseId],
  )
  return Number(first?.['number'])
}

type Ask = (path: string, etag?: string) => Promise<Timed>

async function everyQuestion(pool: Pool, ask: Ask, courses: readonly Asked[]) {
  console.log(`\nmilliseconds, median / 95 % of ${rounds}; facts: the same asked of the facts`)
  console.log(['route', ...sizes.map(String)].join(' | '))
  const slowest: Record<number, number> = {}
  for (const question of courseQuestions) {
    const cells: string[] = []
    for (const [index, asked] of courses.entries()) {
      const { median, p95 } = await overHttp(ask, question, asked)
      const facts = question.facts && (await ofFacts(pool, question.facts(asked)))
      if (question.isOnDashboard) slowest[index] = Math.max(slowest[index] ?? 0, p95)
      const times = facts ? `; facts ${facts.toFixed(0)}, ${(facts / median).toFixed(0)} times` : ''
      cells.push(`${median.toFixed(1)} / ${p95.toFixed(1)}${times}`)
    }
    console.log([question.name, ...cells].join(' | '))
  }
  const worst = Object.values(slowest).map((p95) => p95.toFixed(1))
  console.log(`slowest 95 % of the dashboard's: ${worst.join(' | ')}`)
}

async function overHttp(ask: Ask, { path }: Question, asked: Asked) {
  const address = `/api/courses/${asked.courseId}${path(asked)}`
  for (let round = 0; round < 20; round++) await ask(address)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push((await ask(address)).milliseconds)
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

/** The quicker of two, since the second finds in memory what the first had to read; of a long one, the first. */
async function ofFacts(pool: Pool, sql: string): Promise<number> {
  const times: number[] = []
  while (times.length < 2 && (times[0] ?? 0) < 2000) {
    const startedAt = performance.now()
    await pool.query(sql)
    times.push(performance.now() - startedAt)
  }
  return Math.min(...times)
}

async function everybodyAtOnce(ask: Ask, courses: readonly Asked[]) {
  console.log(`\n${people} people at once for ${seconds} s each`)
  const nothing = await loadWith(ask, ['/healthz'], { people, seconds })
  report('a route that does nothing', nothing, nothing)
  for (const [index, asked] of courses.entries()) {
    const paths = courseQuestions
      .filter(({ isOnDashboard }) => isOnDashboard)
      .map(({ path }) => `/api/courses/${asked.courseId}${path(asked)}`)
    report(`dashboard of ${sizes[index]}`, await loadWith(ask, paths, { people, seconds }), nothing)
    const tags = new Map<string, string | undefined>()
    for (const path of paths) tags.set(path, (await ask(path)).etag)
    const again = (path: string) => ask(path, tags.get(path))
    report('the same, seen before', await loadWith(again, paths, { people, seconds }), nothing)
  }
}

type Load = Awaited<ReturnType<typeof loadWith>>

function report(what: string, load: Load, nothing: Load) {
  const ratio = nothing.perSecond / load.perSecond
  console.log(
    `${what}: ${load.perSecond.toFixed(0)} requests a second (1 in ${ratio.toFixed(1)} of nothing), ` +
      `median ${load.median.toFixed(1)} ms, 99 % ${load.p99.toFixed(1)} ms`,
  )
}
