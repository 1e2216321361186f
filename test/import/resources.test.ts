import { expect, test } from 'vitest'
import { rebuildFigures } from '#import/rebuild-figures.ts'
import { ann, bob, quiz, smallBase, useCourses, visit } from '../support/courses.ts'
import { figuresOf, importSettings, type TestExport } from '../support/import-run.ts'

const courses = useCourses({ startDate: '2026-02-23', weeks: 4, timeZone: 'Europe/Berlin' })
const select = courses.cells
const newCourse = courses.create
const run = async (courseId: number, given: TestExport) =>
  (await courses.run(courseId, { ...smallBase, ...given })).receipt

test('a forum may bear the key of a resource', async () => {
  const courseId = await newCourse()
  await run(courseId, {
    'forums.txt': ['page|ann|Talk|Hello|2026-02-23T10:00Z'],
    'activity.txt': ['ann||page|2026-02-23T10:00Z', 'ann|page|page|2026-02-23T10:00Z'],
  })
  expect(
    await select(
      'SELECT is_forum, title, category, visits, posts FROM resources JOIN resource_weeks USING (course_id, resource_no) WHERE course_id = ? AND week = 0 ORDER BY 1',
      courseId,
    ),
  ).toEqual([
    [0, 'Page', 'content', 1, 0],
    [1, 'Talk', 'communication', 1, 1],
  ])
})

test('the newest export names people and resources; an older one that comes later adds its rows only', async () => {
  const courseId = await newCourse()
  await run(courseId, { 'activity.txt': [visit('ann', 25)] })
  const older = await run(courseId, {
    'all_user.txt': ['ann|ann|Old|A|a@e|', bob, 'cid|cid|Cid|C|c@e|'],
    'all_resources.txt': ['page||Old page|resource/x-bb-document', 'lost||Lost|resource/x-bb-file'],
    'activity.txt': [visit('ann', 24)],
  })
  expect(older.people).toEqual({ new: 1, changed: 0 })
  expect(older.resources).toEqual({ new: 1, changed: 0, gone: 0, back: 0 })
  expect(older.notices.map(({ code }) => code)).toEqual(['older_export'])
  expect(
    await select('SELECT title, gone_since FROM resources WHERE course_id = ?', courseId),
  ).toEqual([
    ['Page', null],
    ['Quiz', null],
    ['Lost', '2026-02-25 10:00:00.000000'],
  ])

  const newer = await run(courseId, {
    'all_user.txt': ['ann|ann|New|A|a@e|'],
    'all_resources.txt': [
      'quiz||Great quiz|resource/x-bb-asmt-test-link',
      'lost||Lost|resource/x-bb-file',
    ],
    'activity.txt': [visit('ann', 26)],
  })
  expect(newer.people).toEqual({ new: 0, changed: 1 })
  expect(newer.resources).toEqual({ new: 0, changed: 1, gone: 1, back: 1 })
  expect(
    await select('SELECT title, gone_since FROM resources WHERE course_id = ?', courseId),
  ).toEqual([
    ['Page', '2026-02-26 10:00:00.000000'],
    ['Great quiz', null],
    ['Lost', null],
  ])
  expect(await select('SELECT first_name FROM lms_users WHERE course_id = ?', courseId)).toEqual([
    ['New'],
    ['Bob'],
    ['Cid'],
  ])
})

test('what was changed is kept as it was, for an undo', async () => {
  const courseId = await newCourse()
  const attempt = (grade: string) => [`ann|quiz|${grade}|2026-02-24T10:00Z`]
  const first = await courses.run(courseId, {
    ...smallBase,
    'assessments.txt': attempt('1'),
  })
  const { importId } = await courses.run(courseId, {
    ...smallBase,
    'all_user.txt': ['ann|ann|Anna|A|a@e|', bob],
    'all_resources.txt': [quiz],
    'assessments.txt': attempt('2'),
  })
  const changes = await select(
    'SELECT table_name, `before` FROM import_changes WHERE import_id = ? ORDER BY change_no',
    importId,
  )
  expect(
    changes.map(([table, before]) => [table, JSON.parse(before as unknown as string) as unknown]),
  ).toEqual([
    ['lms_users', expect.objectContaining({ user_no: 1, first_name: 'Ann', is_student: true })],
    ['resources', expect.objectContaining({ resource_no: 1, title: 'Page', gone_since: null })],
    [
      'attempts',
      {
        ...{ user_no: 1, resource_no: 2, at: '2026-02-24 10:00:00.000000' },
        ...{ grade: '1.0000', import_id: first.importId },
      },
    ],
  ])
})

test('parents that are unknown, themselves or below themselves: the top level, with notices', async () => {
  const courseId = await newCourse()
  const folder = (key: string, parent: string) => `${key}|${parent}|${key}|resource/x-bb-folder`
  const chain = Array.from({ length: 10_000 }, (_, n) =>
    folder(`n${n}`, n === 0 ? '' : `n${n - 1}`),
  )
  const resources = [
    ...[folder('a', 'b'), folder('b', 'c'), folder('c', 'a'), folder('below', 'a')],
    ...[
      folder('self', 'self'),
      folder('orphan', 'nobody'),
      folder('child', 'later'),
      folder('later', ''),
    ],
    ...chain,
  ]
  const { notices } = await run(courseId, { 'all_resources.txt': resources })
  expect(notices.map(({ code, count }) => [code, count])).toEqual([
    ['parent_unknown', 1],
    ['parent_cycle', 4],
  ])
  const parents = await select(
    `SELECT r.resource_key, p.resource_key FROM resources r LEFT JOIN resources p
      ON p.course_id = r.course_id AND p.resource_no = r.parent_no
    WHERE r.course_id = ? AND r.parent_no IS NOT NULL AND r.resource_key NOT LIKE 'n%'`,
    courseId,
  )
  expect(parents).toEqual([
    ['below', 'a'],
    ['child', 'later'],
  ])
  const again = await run(courseId, { 'all_resources.txt': resources })
  expect(again.resources).toEqual({ new: 0, changed: 0, gone: 0, back: 0 })
})

test('of rows with one key the last one holds, and texts may be empty', async () => {
  const courseId = await newCourse()
  const { notices, files } = await run(courseId, {
    'all_user.txt': ['ann|x|First|x|x|', ann],
    'all_resources.txt': ['page||First|resource/x-bb-file', 'page|||resource/x-bb-document'],
  })
  expect(notices.map(({ code, file }) => [code, file])).toEqual([
    ['repeated_key', 'all_user.txt'],
    ['repeated_key', 'all_resources.txt'],
  ])
  expect(files['all_user.txt']).toEqual({ read: 2, stored: 1, alreadyKnown: 1, skipped: {} })
  expect(
    await select('SELECT title, resource_type FROM resources WHERE course_id = ?', courseId),
  ).toEqual([['(untitled)', 'resource/x-bb-document']])
})

test('a resource that changes its category takes its visits along', async () => {
  const courseId = await newCourse()
  await run(courseId, { 'activity.txt': [visit('ann', 23)] })
  const { notices } = await run(courseId, {
    'all_resources.txt': ['page||Page|resource/x-bb-discussionboard', quiz],
    'activity.txt': [visit('ann', 24)],
  })
  expect(notices.map(({ code }) => code)).toEqual(['counted_anew'])
  const { student_days } = await figuresOf(courses.pool, courseId)
  expect(student_days).toEqual([
    'day_index=0 user_no=1 content=0 communication=1 assessment=0',
    'day_index=1 user_no=1 content=0 communication=1 assessment=0',
  ])
})

test('figures that do not fit the facts are counted anew', async () => {
  const courseId = await newCourse()
  await run(courseId, { 'activity.txt': [visit('ann', 23), visit('bob', 23)] })
  await courses.pool.query(
    'UPDATE course_days SET students = 0, sessions = 0 WHERE course_id = ?',
    [courseId],
  )
  const { notices } = await run(courseId, {
    'all_user.txt': [ann, `${bob}TA`],
    'activity.txt': [visit('ann', 24)],
  })
  expect(notices.map(({ code }) => code)).toContain('counted_anew')
  const grown = await figuresOf(courses.pool, courseId)
  await rebuildFigures(courses.pool, courseId, importSettings)
  expect(await figuresOf(courses.pool, courseId)).toEqual(grown)
})

test('an export without resources or visits takes nothing away', async () => {
  const courseId = await newCourse()
  await run(courseId, { 'activity.txt': [visit('ann', 23)] })
  const before = await figuresOf(courses.pool, courseId)
  const { notices, resources } = await run(courseId, { 'all_resources.txt': [] })
  expect(notices.map(({ code, file }) => [code, file])).toEqual([
    ['suspicious_shrink', 'activity.txt'],
    ['suspicious_shrink', 'all_resources.txt'],
  ])
  expect(resources.gone).toBe(0)
  expect(await figuresOf(courses.pool, courseId)).toEqual(before)
})
