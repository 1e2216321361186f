import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Job } from '#lib/jobs.ts'
import { BrokerAway } from '#lib/publisher.ts'
import type { Import } from '#shared/import.ts'
import type { Problem } from '#shared/problem.ts'
import { consumeJobs } from '#worker/consume-jobs.ts'
import { createImporter } from '#worker/handle-import-course.ts'
import { exportZip, importTables, rowsOf, type TestExport } from '../support/import-run.ts'
import { createTestBroker } from '../worker/broker-support.ts'
import { createContext, insertQueued, until } from '../worker/support.ts'
import { createImportSite, type ImportSite } from './import-site.ts'
import { addEmptyCourse } from './support/course.ts'
import { jsonOf } from './support/site.ts'

const testBroker = createTestBroker()
let site: ImportSite
/** What the site publishes goes to a real broker and a real worker; null: the broker is away. */
let publish: ((job: Job) => Promise<void>) | null
let courseId: number
let courses = 0

beforeAll(async () => {
  const broker = await testBroker.open()
  publish = broker.publish
  site = await createImportSite({
    publish: (job) => (publish ? publish(job) : Promise.reject(new BrokerAway())),
  })
  const context = { ...createContext(site.pool, site.place.directories), broker }
  const importer = createImporter(context)
  consumeJobs(broker, context, { importer, importSlots: 1, mailer: undefined })
  await broker.ready()
})
afterAll(async () => {
  await testBroker.close()
  await site.drop()
})
beforeEach(async () => {
  courseId = await addEmptyCourse(site.pool, { code: `C${(courses += 1)}` })
})

const first: TestExport = {
  'all_user.txt': ['1|ann|Ann|Lee|ann@e', '2|bob|Bob|Ray|bob@e'],
  'all_resources.txt': ['10||Week 1|resource/x-bb-document', '11|10|Quiz|assessment/x-bb-qti-test'],
  'forums.txt': ['5|1|Talk|Hello|2016-02-01T02:00:00Z'],
  'assessments.txt': ['1|11|7|2016-02-02T02:00:00Z'],
  'activity.txt': ['1|10||2016-02-01T02:00:00Z', '2|10||2016-02-02T02:00:00Z'],
}
const second: TestExport = {
  'all_user.txt': ['1|ann|Anna|Lee|ann@e', '3|cyd|Cyd|Fox|cyd@e'],
  'all_resources.txt': ['10||Week one|resource/x-bb-document', '12||More|resource/x-bb-file'],
  'forums.txt': ['6|3|Other talk|Hi|2016-02-03T02:00:00Z'],
  'assessments.txt': ['1|11|9|2016-02-02T02:00:00Z'],
  'activity.txt': ['1|10||2016-02-01T02:20:00Z', '3|12||2016-02-09T02:00:00Z'],
}

const post = (path: string, json?: object) =>
  site.ask(`/api/admin/${path}`, { from: site.administrator, method: 'POST', json })
const detailOf = async (answer: Response) => ((await answer.json()) as Problem).detail

/** Uploads an export and waits for its end; its id. */
async function importExport(given: TestExport) {
  const form = new FormData()
  form.set('courseId', String(courseId))
  form.set('file', new Blob([new Uint8Array(exportZip(given))]), 'export.zip')
  const asked = site.ask('/api/admin/imports', {
    ...{ from: site.administrator, method: 'POST', body: form },
    headers: { 'Transfer-Encoding': 'chunked' },
  })
  const { id } = (await jsonOf<{ import: Import }>(asked)).import
  await untilState(id, 'succeeded')
  return id
}

const untilState = (id: number, state: string) =>
  until(async () => {
    const path = `/api/admin/imports/${id}`
    const asked = site.ask(path, { from: site.administrator })
    return (await jsonOf<{ import: Import }>(asked)).import.state === state
  })

/** Every fact and figure of the course, and the course itself but for the count of its changes. */
async function everything() {
  const { course_offerings, ...rows } = await rowsOf(
    site.pool,
    [...importTables, 'course_offerings'],
    courseId,
  )
  return { ...rows, course: course_offerings![0]!.replace(/figures_version=\d+/, '') }
}

const traces = () =>
  site.rows('SELECT action, actor_id, detail FROM audit_log WHERE course_id = ? ORDER BY id', [
    courseId,
  ])

it('undoes one import after the other, and leaves every row and figure as it was before each', async () => {
  const empty = await everything()
  const older = await importExport(first)
  const before = await everything()
  const newest = await importExport(second)
  expect(await everything()).not.toEqual(before)

  const answer = await post(`imports/${newest}/undo`)
  expect(answer.status).toBe(202)
  expect(((await answer.json()) as { import: Import }).import.id).toBe(newest)
  await untilState(newest, 'undone')
  expect(await everything()).toEqual(before)
  await post(`imports/${older}/undo`)
  await untilState(older, 'undone')
  expect(await everything()).toEqual(empty)
  expect((await traces()).slice(-2)).toEqual(
    [newest, older].map((id) => ({
      action: 'import.undone',
      actor_id: site.administrator.id,
      detail: `{"import":${id}}`,
    })),
  )
})

it('refuses what cannot be undone, with what to do', async () => {
  const older = await importExport(first)
  const newest = await importExport(second)
  const before = await everything()
  const refusal = async (id: number) => {
    const answer = await post(`imports/${id}/undo`)
    return [answer.status, await detailOf(answer)]
  }
  const words = `Import ${newest} came into this course after import ${older}: undo that one first.`
  expect(await refusal(older)).toEqual([409, words])
  const setState = (state: string) =>
    site.pool.query('UPDATE imports SET state = ? WHERE id = ?', [state, older])
  for (const state of ['queued', 'failed', 'cancelled']) {
    await setState(state)
    const only = `Import ${older} is ${state}: only one that has succeeded can be undone.`
    expect(await refusal(older)).toEqual([409, only])
  }
  await setState('running')
  const running = `Import ${older} of this course is running: wait until it has ended.`
  expect(await refusal(newest)).toEqual([409, running])
  expect(await detailOf(await post(`courses/${courseId}/clear`, { code: `C${courses}` }))).toBe(
    running,
  )
  await setState('undone')
  expect(await refusal(older)).toEqual([409, `Import ${older} was undone already.`])
  for (const path of ['999999', 'x', '0']) {
    expect((await post(`imports/${path}/undo`)).status, path).toBe(404)
  }
  expect(await everything()).toEqual(before)
  expect((await traces()).map(({ action }) => action as string)).not.toContain('import.undone')
})

it('says so where no worker can be asked, and keeps no trace of what has not happened', async () => {
  const id = await importExport(first)
  const before = await everything()
  const way = publish
  publish = null
  const answers = [
    await post(`imports/${id}/undo`),
    await post(`courses/${courseId}/clear`, { code: `C${courses}` }),
  ]
  publish = way
  expect(answers.map(({ status }) => status)).toEqual([503, 503])
  expect(await detailOf(answers[0]!)).toContain('nothing has changed: try again')
  expect(await everything()).toEqual(before)
  expect((await traces()).map(({ action }) => action as string)).toEqual(['import.uploaded'])
})

it('empties a course whose code is typed, and nothing of another', async () => {
  const other = { courseId, id: await importExport(first), before: await everything() }
  courseId = await addEmptyCourse(site.pool, { code: 'CLEAR', owners: [site.administrator.id] })
  const empty = await everything()
  const id = await importExport(first)
  const full = await everything()

  for (const json of [{}, { code: 'clear' }, { code: `C${courses}` }, { code: 'CLEAR', more: 1 }]) {
    const answer = await post(`courses/${courseId}/clear`, json)
    expect(answer.status, JSON.stringify(json)).toBe(400)
    expect(((await answer.json()) as Problem).errors).toHaveLength(1)
  }
  expect((await post('courses/999999/clear', { code: 'CLEAR' })).status).toBe(404)
  expect(await everything()).toEqual(full)

  const answer = await post(`courses/${courseId}/clear`, { code: 'CLEAR' })
  expect([answer.status, await answer.text()]).toEqual([202, ''])
  await untilState(id, 'undone')
  expect(await everything()).toEqual(empty)
  expect((await traces()).at(-1)).toEqual({
    action: 'course.cleared',
    actor_id: site.administrator.id,
    detail: '{}',
  })
  courseId = other.courseId
  expect(await everything()).toEqual(other.before)
})

it('asks for both also where importing is switched off: workers change courses all the same', async () => {
  const off = await createImportSite({ imports: { enabled: false } })
  const importId = await insertQueued(off.pool, off.courseId, { state: 'succeeded' })
  for (const [path, json] of [
    [`imports/${importId}/undo`, undefined],
    [`courses/${off.courseId}/clear`, { code: 'ABC10' }],
  ] as const) {
    const asked = { from: off.administrator, method: 'POST', json }
    expect((await off.ask(`/api/admin/${path}`, asked)).status).toBe(202)
  }
  expect(off.published).toEqual([
    { job: 'undo-import', importId },
    { job: 'clear-course', courseId: off.courseId },
  ])
  await off.drop()
})
