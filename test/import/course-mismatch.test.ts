import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, runImport, type TestExport } from '../support/import-run.ts'
import { insertServer } from '../worker/support.ts'

let database: TestDatabase
let serverId: number
let otherServerId: number
beforeAll(async () => {
  database = await createTestDatabase()
  serverId = await insertServer(database.pool, 'LMS')
  otherServerId = await insertServer(database.pool, 'another')
})
afterAll(() => database.drop())

const run = (courseId: number, given: TestExport) => runImport(database.pool, courseId, given)
const codesOf = ({ receipt }: Awaited<ReturnType<typeof run>>) =>
  receipt.notices.map(({ code }) => code)
const resourcesOf = (prefix: string) =>
  ['a', 'b', 'c', 'd', 'e', 'f'].map((page) => `${prefix}${page}||Page ${page}|resource/x-bb-file`)
const base: TestExport = {
  'all_user.txt': ['ann|ann|Ann|A|ann@e'],
  'all_resources.txt': resourcesOf(''),
}

async function onServer(code: string, server: number | null = serverId) {
  const courseId = await createCourse(database.pool, {
    ...{ startDate: '2026-02-23', weeks: 2, timeZone: 'UTC' },
  })
  await database.pool.query(
    'UPDATE course_offerings SET lms_server_id = ?, code = ?, title = ? WHERE id = ?',
    [server, code, `Course ${code}`, courseId],
  )
  return courseId
}

describe('M15 the export of one course under the name of another', () => {
  const own: TestExport = { ...base, 'all_resources.txt': resourcesOf('own') }

  test.each([
    ['that has had its own', 'one', own],
    ['that has had none', 'two', undefined],
  ])('is noticed in a course %s, and what to do is said', async (_, prefix, before) => {
    const given = { ...base, 'all_resources.txt': resourcesOf(prefix) }
    await run(await onServer(`A ${prefix}`), given)
    const wrong = await onServer(`B ${prefix}`)
    if (before) await run(wrong, before)
    const ran = await run(wrong, given)
    expect(codesOf(ran)).toContain('course_mismatch')
    const { text } = ran.receipt.notices.find(({ code }) => code === 'course_mismatch')!
    expect(text).toContain(`the export of the course A ${prefix} ("Course A ${prefix}")`)
    expect(text).toContain('undo this import')
    expect(codesOf(await run(wrong, given))).not.toContain('course_mismatch')
  })

  test('is not suspected where the course knows one of the resources, of other servers, or of a few', async () => {
    await run(await onServer('A'), base)
    const otherServer = await onServer('A', otherServerId)
    const noServer = await onServer('A', null)
    for (const courseId of [otherServer, noServer]) {
      expect(codesOf(await run(courseId, base))).toEqual([])
    }
    const mine = await onServer('C')
    await run(mine, { ...own, 'all_resources.txt': [resourcesOf('')[0]!] })
    expect(codesOf(await run(mine, base))).toEqual([])
    const few = { ...base, 'all_resources.txt': resourcesOf('').slice(0, 4) }
    expect(codesOf(await run(await onServer('D'), few))).toEqual([])
    const mixed = [...resourcesOf('').slice(0, 4), ...resourcesOf('new')]
    const copied = { ...base, 'all_resources.txt': mixed }
    expect(codesOf(await run(await onServer('E'), copied))).toEqual([])
  })
})
