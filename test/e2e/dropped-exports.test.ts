import { existsSync } from 'node:fs'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { courseAnswerSchema, type Course } from '#shared/course.ts'
import { dailyVisitsSchema } from '#shared/figures.ts'
import { importsSchema, type Receipt } from '#shared/import.ts'
import { expectedFigures, figuresAsAnswers, readAnswers } from '../support/answers.ts'
import { exportZip, figureTables, rowsOf } from '../support/import-run.ts'
import { startSite, type RunningSite } from '../support/running-site.ts'
import { addCourse, addServer, importExport, importOf } from '../support/site-content.ts'
import { until } from '../worker/support.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const knownExports = ['oop-spring-2018', 'oop-spring-2019', 'reference-2017', 'melbourne-2026']

let site: RunningSite
let lmsServerId: number
beforeAll(async () => {
  site = await startSite()
  lmsServerId = await addServer(site, 'Blackboard')
})
afterAll(() => site.stop())

async function courseNow({ id }: Course): Promise<Course> {
  return (await site.administrator.get(`/api/courses/${id}`, courseAnswerSchema)).course
}
async function daysOf({ id }: Course) {
  return (await site.administrator.get(`/api/courses/${id}/visits/daily`, dailyVisitsSchema)).days
}
const storedOf = ({ files }: Receipt) =>
  Object.values(files).reduce((sum, { stored }) => sum + stored, 0)

describe.skipIf(!existsSync(data))('an export with known answers', () => {
  test.each(knownExports)('%s gives every one of them when it is dropped', async (name) => {
    const { course: dates, truth } = await readAnswers(join(data, `${name}.answers.json`))
    const { start: startDate, weeks, zone: timeZone } = dates
    const zip = await readFile(join(data, `${name}.zip`))
    const wanted = { code: name, title: name, startDate, weeks, timeZone, lmsServerId }
    const course = await addCourse(site, wanted)

    const { receipt, ...imported } = await importExport(site, course, zip)

    expect(imported).toMatchObject({
      courseId: course.id,
      courseCode: name,
      fileName: `${lmsServerId}_${name}_1.zip`,
      sizeBytes: zip.length,
      broughtBy: `directory ${site.place.drop}`,
      state: 'succeeded',
      attempt: 1,
      failure: null,
    })
    expect(receipt!.files['activity.txt']).toMatchObject({
      stored: truth.visits,
      skipped: truth.skipped,
    })
    expect(await figuresAsAnswers(site.pool, course.id, weeks)).toEqual(expectedFigures(truth))
    expect((await courseNow(course)).students).toBe(truth.students)
    expect((await daysOf(course)).map(({ students }) => students)).toEqual(truth.day_students)
  })
})

/** Ann opens the reading twice and Bob once, on Monday; Bob takes the quiz on Tuesday. */
const smallExport = {
  'all_user.txt': ['1|ann|Ann|Lee|ann@example.edu', '2|bob|Bob|Ray|bob@example.edu'],
  'all_resources.txt': ['10||Reading|resource/x-bb-document', '11||Quiz|assessment/x-bb-qti-test'],
  'assessments.txt': ['2|11|7.5|2026-03-03T10:05:00'],
  'activity.txt': [
    '1|10||2026-03-02T09:00:00',
    '1|10||2026-03-02T09:30:00',
    '2|10||2026-03-02T10:00:00',
    '2|11||2026-03-03T10:00:00',
  ],
}
const noDays = { content: 0, communication: 0, assessment: 0, uniquePages: 0, students: 0 }
const smallDays = [
  { day: '2026-03-02', ...noDays, content: 3, uniquePages: 1, students: 2 },
  { day: '2026-03-03', ...noDays, assessment: 1, uniquePages: 1, students: 1 },
  ...[4, 5, 6, 7, 8].map((day) => ({ day: `2026-03-0${day}`, ...noDays })),
]
const startDate = '2026-03-02'
const smallCourse = (code: string) =>
  addCourse(site, { code, title: code, startDate, weeks: 1, timeZone: 'UTC', lmsServerId })

describe('a dropped file', () => {
  test('is left alone while its name says that it is being uploaded', async () => {
    const course = await smallCourse('PART')
    const name = `${lmsServerId}_PART.zip`
    const before = new Date()
    await writeFile(join(site.place.drop, `${name}.part`), exportZip(smallExport))
    await until(() => wasScannedSince(before))
    expect(await readdir(site.place.drop)).toEqual([`${name}.part`])

    await rename(join(site.place.drop, `${name}.part`), join(site.place.drop, name))
    expect(await importOf(site, course, name)).toMatchObject({ state: 'succeeded', failure: null })
    expect(await daysOf(course)).toEqual(smallDays)
    expect(await readdir(site.place.drop)).toEqual([])
  })

  test('that came before stores nothing when it comes again', async () => {
    const course = await smallCourse('AGAIN')
    const zip = exportZip(smallExport)
    const first = await importExport(site, course, zip, 1)
    const figures = await rowsOf(site.pool, figureTables, course.id)

    const second = await importExport(site, course, zip, 2)

    expect(storedOf(first.receipt!)).toBe(9)
    expect(second).toMatchObject({ state: 'succeeded', sha256: first.sha256 })
    expect(storedOf(second.receipt!)).toBe(0)
    expect(second.receipt!.files['activity.txt'].alreadyKnown).toBe(4)
    expect(await rowsOf(site.pool, figureTables, course.id)).toEqual(figures)
  })

  test.each([
    ['damaged_zip', damaged(exportZip(smallExport))],
    ['missing_columns', exportZip({ header: { 'forums.txt': 'forum_key|user_key|thread' } })],
  ])('that is broken fails as %s and changes nothing', async (code, zip) => {
    const course = await smallCourse(`BROKEN-${code}`)
    await importExport(site, course, exportZip(smallExport), 1)
    const before = await rowsOf(site.pool, courseTables, course.id)

    const failed = await importExport(site, course, zip, 2)

    expect(failed).toMatchObject({ state: 'failed', failure: { code }, receipt: null })
    expect(await rowsOf(site.pool, courseTables, course.id)).toEqual(before)
    expect(await daysOf(course)).toEqual(smallDays)
    const kept = join(site.place.directories.errorLogs, String(failed.id))
    await until(async () => (await listing(kept)).includes(`${failed.id}.zip`))
    expect(await readFile(join(kept, `${failed.id}.zip`))).toEqual(zip)
    expect(await readFile(join(kept, 'errors.txt'), 'utf8')).toContain(failed.failure!.text)
  })

  test('of a course that nobody knows is put aside with the reason', async () => {
    const name = `${lmsServerId}_NOBODY_1.zip`
    const { imports } = await site.administrator.get('/api/admin/imports', importsSchema)
    await writeFile(join(site.place.drop, name), exportZip(smallExport))
    const aside = join(site.place.drop, 'unrecognised')
    await until(async () => (await listing(aside)).includes(name))
    expect(await readFile(join(aside, `${name}.txt`), 'utf8')).toContain('NOBODY')
    const after = await site.administrator.get('/api/admin/imports', importsSchema)
    expect(after.imports).toEqual(imports)
  })
})

const courseTables = ['course_offerings', 'lms_users', 'resources', 'visits', 'attempts'].concat(
  figureTables,
)

/** The same zip with one bit of its last file turned. */
function damaged(zip: Buffer): Buffer {
  const bytes = Buffer.from(zip)
  const at = bytes.lastIndexOf('activity.txt', bytes.indexOf('PK\x01\x02')) + 20
  bytes[at]! ^= 1
  return bytes
}

/** What is in a folder; nothing where there is none yet. */
const listing = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? readdir(folder) : []

/** Whether the watched directory has been looked through from beginning to end since then. */
async function wasScannedSince(instant: Date): Promise<boolean> {
  const sql =
    "SELECT 1 FROM task_runs WHERE task_name = 'scan-imports' AND started_at > ? AND state = 'succeeded'"
  const [rows] = await site.pool.query<RowDataPacket[]>(sql, [instant])
  return rows.length > 0
}
