import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultSetHeader } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { erasePerson } from '#import/erase-person.ts'
import { publicId } from '#shared/public-id.ts'
import {
  createCourse,
  figuresOf,
  importTables,
  rowsOf,
  runImport,
  type TestExport,
} from '../support/import-run.ts'
import { course, given, people, useKeptCourses } from './kept-courses.ts'

const world = useKeptCourses()
const { cloop, rows, keptCourse, areThere } = world

/** The same course, had Ann never been in it. */
const withoutAnn: TestExport = {
  ...given,
  'all_user.txt': people.slice(1),
  'forums.txt': [],
  'assessments.txt': ['2|11|8|2026-02-11T02:00:00Z'],
  'activity.txt': given['activity.txt']!.filter((row) => row.startsWith('2|')),
}
const onServer = async (courseId: number, name: string) => {
  const [{ insertId }] = await world.pool.query<ResultSetHeader>(
    'INSERT INTO lms_servers (name, created_at) VALUES (?, NOW())',
    [name],
  )
  const sql = 'UPDATE course_offerings SET lms_server_id = ? WHERE id = ?'
  await world.pool.query(sql, [insertId, courseId])
  return insertId
}

test('a person gets everything that is stored about them, over all courses, and who saw it', async () => {
  const [first, second] = [await keptCourse(), await keptCourse()]
  await world.pool.query(
    `INSERT INTO audit_log (at, actor_id, action, course_id, detail)
     VALUES (NOW(6), NULL, 'student.viewed', ?, ?)`,
    [first.courseId, JSON.stringify({ student: publicId(first.courseId, 1) })],
  )
  const { code, output } = await cloop(['privacy', 'export', '--user-key', '1'])
  expect(code).toBe(0)
  expect(JSON.parse(output)).toMatchObject({
    userKey: '1',
    courses: [
      {
        person: { username: 'ann', firstName: 'Anna', lastName: 'Anker', email: 'ann@example.edu' },
        visits: [3, 10, 17].map((day) => ({
          at: `2026-02-${String(day).padStart(2, '0')} 21:00:00.000000`,
          title: 'Page',
        })),
        posts: [{ title: 'Talk' }],
        attempts: [{ title: 'Quiz', grade: '9.0000' }],
        seenBy: [{ action: 'student.viewed', by: null }],
      },
      { seenBy: [] },
    ],
  })
  expect(output).not.toMatch(/bob|Bay/)
  const handedOut = await rows(
    "SELECT course_id AS id FROM audit_log WHERE action = 'privacy.exported'",
  )
  expect(handedOut).toEqual([{ id: first.courseId }, { id: second.courseId }])
})

test('what is handed out into a file is for its owner alone, and replaces nothing', async () => {
  await keptCourse()
  const out = join(world.root, 'ann.json')
  const words = ['privacy', 'export', '--user-key', '1', '--out', out]
  expect((await cloop(words)).code).toBe(0)
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  expect(await readFile(out, 'utf8')).toContain('ann@example.edu')
  expect((await cloop(words)).code).not.toBe(0)
})

test('a person is erased from every course: rows, figures, kept files; all others stay', async () => {
  const [first, second] = [await keptCourse(), await keptCourse()]
  const expected = await createCourse(world.pool, course)
  await runImport(world.pool, expected, withoutAnn)

  const dry = await cloop(['privacy', 'erase', '--user-key', '1', '--dry-run'])
  expect(dry.output).toMatch(/^would be erased from C\d+\nwould be erased from C\d+\n$/)
  expect(await areThere(first.files)).toEqual([true, true])

  const { code, output } = await cloop(['privacy', 'erase', '--user-key', '1'])
  expect(code).toBe(0)
  expect(output).toMatch(/^erased from C\d+: 5 visits, posts and attempts, files of 2 imports\n/)
  for (const { courseId, files } of [first, second]) {
    const left = JSON.stringify(await rowsOf(world.pool, importTables, courseId))
    expect(left).not.toMatch(/[Aa]nn|Anker|user_key=1 /)
    expect(left).toContain('Bob')
    expect(await areThere(files)).toEqual([false, false])
    const days = async (id: number) => (await figuresOf(world.pool, id)).course_days
    expect(await days(courseId)).toEqual(await days(expected))
  }
  const again = await cloop(['privacy', 'erase', '--user-key', '1'])
  expect(again.code).not.toBe(0)
  expect(again.errors).toContain('no course knows the user key 1')
  const audit = JSON.stringify(await rows('SELECT * FROM audit_log'))
  expect(audit).toContain(String(publicId(first.courseId, 1)))
  expect(audit).not.toMatch(/[Aa]nn/)
})

test('nobody else is ever given the number of somebody who was erased', async () => {
  const courseId = await createCourse(world.pool, course)
  await runImport(world.pool, courseId, { ...given, 'all_user.txt': people.slice(0, 1) })
  await cloop(['privacy', 'erase', '--user-key', '1'])
  await runImport(world.pool, courseId, { ...withoutAnn, 'all_user.txt': people.slice(1) })
  const found = await rows(
    'SELECT user_no AS no, user_key AS `key` FROM lms_users WHERE course_id = ?',
    [courseId],
  )
  expect(found).toEqual([
    { no: 1, key: 'erased:1' },
    { no: 2, key: '2' },
  ])
})

test('the number stays taken when the import is undone that brought the person, and goes with the course', async () => {
  const courseId = await createCourse(world.pool, course)
  const { importId } = await runImport(world.pool, courseId, given)
  await cloop(['privacy', 'erase', '--user-key', '1'])
  expect((await cloop(['undo', String(importId)])).code).toBe(0)
  const keys = () => rows(`SELECT user_key AS k FROM lms_users WHERE course_id = ${courseId}`)
  expect(await keys()).toEqual([{ k: 'erased:1' }])
  const [known] = await rows(`SELECT code FROM course_offerings WHERE id = ${courseId}`)
  expect((await cloop(['clear', String(known?.code)])).code).toBe(0)
  expect(await keys()).toEqual([])
})

test("nothing is erased under a number that is another person's by now", async () => {
  const { courseId } = await keptCourse()
  const person = { userNo: 1, userKey: '2', sessionGapMinutes: 40 }
  await expect(erasePerson(world.pool, courseId, person)).rejects.toThrow('another number now')
  expect(JSON.stringify(await rowsOf(world.pool, ['lms_users'], courseId))).toContain('Ann')
})

test('undoing the newest import does not bring back who was erased', async () => {
  const { courseId } = await keptCourse()
  await cloop(['privacy', 'erase', '--user-key', '1'])
  const [newest] = await rows('SELECT MAX(id) AS id FROM imports WHERE course_id = ?', [courseId])
  expect((await cloop(['undo', String(newest?.id)])).code).toBe(0)
  const left = JSON.stringify(await rowsOf(world.pool, importTables, courseId))
  expect(left).not.toMatch(/[Aa]nn|Anker/)
})

test('the same key on two LMS servers may be two people: one has to be named', async () => {
  const [first, second] = [await keptCourse(), await keptCourse()]
  const server = await onServer(first.courseId, 'North')
  await onServer(second.courseId, 'South')
  for (const command of ['export', 'erase']) {
    const refused = await cloop(['privacy', command, '--user-key', '1'])
    expect(refused.code, command).not.toBe(0)
    expect(refused.errors, command).toContain('say --server')
  }
  const one = await cloop(['privacy', 'erase', '--user-key', '1', '--server', String(server)])
  expect(one.output.trim().split('\n')).toHaveLength(1)
  expect(JSON.stringify(await rowsOf(world.pool, ['lms_users'], second.courseId))).toContain('Ann')
})

test('who is only remembered as left out is forgotten, too', async () => {
  const { courseId } = await keptCourse()
  await world.pool.query('UPDATE lms_users SET left_out = TRUE WHERE user_no = 1')
  await cloop(['clear', String((await rows('SELECT code FROM course_offerings'))[0]?.code)])
  const keys = () => rows(`SELECT user_key AS k FROM left_out_people WHERE course_id = ${courseId}`)
  expect(await keys()).toEqual([{ k: '1' }])
  expect((await cloop(['privacy', 'erase', '--user-key', '1'])).output).toMatch(
    /^forgotten as left/,
  )
  expect(await keys()).toEqual([])
})

test('a key that nobody has, or none, is said so', async () => {
  expect((await cloop(['privacy', 'export'])).errors).toContain('--user-key is missing')
  expect((await cloop(['privacy', 'erase', '--user-key', "' OR 1"])).errors).toContain('no course')
})
