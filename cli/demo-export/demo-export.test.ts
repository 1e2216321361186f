import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { categoryOf } from '#shared/resource-category.ts'
import { exportFiles, type ExportFile } from '#shared/import.ts'
import { makeDemoCourse } from './demo-course.ts'
import type { DemoOptions } from './options.ts'
import { exportSpan } from './rows.ts'
import { exportRows } from './write-demo-export.ts'

const ordinary: DemoOptions = {
  students: 40,
  weeks: 12,
  visits: 8_000,
  seed: 3,
  startDate: '2026-07-27',
  timeZone: 'Australia/Melbourne',
}

type Row = Record<string, string>

/** The export's tables as an importer reads them. */
function tables(options: Partial<DemoOptions> = {}): Record<ExportFile, Row[]> {
  const course = makeDemoCourse({ ...ordinary, ...options })
  const span = exportSpan(course)
  return Object.fromEntries(
    exportFiles.map((name) => [
      name,
      parse<Row>([...exportRows[name](course, span)].join(''), { delimiter: '|', columns: true }),
    ]),
  ) as Record<ExportFile, Row[]>
}

const identities = (rows: Row[]) =>
  rows.map(({ user_key, content_key, forum_key, timestamp }) =>
    [user_key, content_key, forum_key, Date.parse(timestamp!)].join(' '),
  )
const whole = tables()

test('there are exactly as many visits as asked for, each of another person, thing or time', () => {
  const visits = identities(whole['activity.txt'])
  expect(visits).toHaveLength(8_000)
  expect(new Set(visits).size).toBe(8_000)
})

test('students are as many as asked for, and a few who teach have a role', () => {
  const roles = Map.groupBy(whole['all_user.txt'], ({ role }) => role)
  expect(roles.get('')).toHaveLength(40)
  expect([...roles.keys()]).toEqual(['', 'instructor', 'teaching_assistant'])
  expect(new Set(whole['all_user.txt'].map(({ user_key }) => user_key)).size).toBe(42)
})

test('every row names people and things that the export lists', () => {
  const users = new Set(whole['all_user.txt'].map(({ user_key }) => user_key))
  const resources = new Map(whole['all_resources.txt'].map((row) => [row.content_key, row]))
  const forums = new Set(whole['forums.txt'].map(({ forum_key }) => forum_key))
  for (const { parent_content_key: parent } of resources.values()) {
    expect(parent === '' || resources.has(parent)).toBe(true)
  }
  for (const { user_key } of whole['forums.txt']) expect(users).toContain(user_key)
  for (const { user_key, content_key, user_grade } of whole['assessments.txt']) {
    expect(users).toContain(user_key)
    expect(categoryOf(resources.get(content_key)!.resource_type!)).toBe('assessment')
    expect(user_grade === '' || Number.isFinite(Number(user_grade))).toBe(true)
  }
  for (const { user_key, content_key, forum_key } of whole['activity.txt']) {
    expect(users).toContain(user_key)
    expect(content_key ? resources.has(content_key) : forums.has(forum_key)).toBe(true)
  }
})

test('an earlier export holds a part of a later one, and nothing that came after it', () => {
  for (const until of ['2026-07-27', '2026-08-19', '2026-09-03T15:30']) {
    const early = tables({ until })
    const cut = Temporal.PlainDateTime.from(until).toZonedDateTime(ordinary.timeZone)
    for (const name of ['activity.txt', 'assessments.txt', 'forums.txt'] as const) {
      const later = new Set(identities(whole[name]))
      const before = [...later].filter((id) => Number(id.split(' ').at(-1)) < cut.epochMilliseconds)
      expect(identities(early[name]).sort()).toEqual(before.sort())
    }
    for (const name of ['all_user.txt', 'all_resources.txt'] as const) {
      const keys = whole[name].map((row) => Object.values(row)[0])
      for (const row of early[name]) expect(keys).toContain(Object.values(row)[0])
    }
  }
})

test('two exports, one from where the other ends, are together the whole', () => {
  const noon = '2026-09-02T12:00'
  const both = [tables({ until: noon }), tables({ from: noon })]
  expect(both.flatMap((part) => identities(part['activity.txt']))).toEqual(
    identities(whole['activity.txt']),
  )
})

test('an assignment has no grades in an export from before they are out', () => {
  const assignment = whole['all_resources.txt'].find(({ title }) => /^Submit: /.test(title!))!
  const gradesOn = (until?: string) =>
    tables({ until })
      ['assessments.txt'].filter(({ content_key }) => content_key === assignment.content_key)
      .map(({ user_grade }) => user_grade !== '')
  const due = assignment.due_at!.slice(0, 10)
  expect(gradesOn(due)).not.toContain(true)
  expect(gradesOn()).toContain(true)
})

test('repeated tries at a quiz become better on average', () => {
  const quizzes = new Set(
    whole['all_resources.txt']
      .filter(({ title }) => /^Quiz/.test(title!))
      .map(({ content_key }) => content_key),
  )
  const tries = Map.groupBy(
    whole['assessments.txt'].filter((row) => quizzes.has(row.content_key) && row.user_grade),
    ({ user_key, content_key }) => `${user_key} ${content_key}`,
  )
  const gains = [...tries.values()]
    .filter((rows) => rows.length > 1)
    .map((rows) => Number(rows.at(-1)!.user_grade) - Number(rows[0]!.user_grade))
  expect(gains.length).toBeGreaterThan(20)
  expect(gains.reduce((a, b) => a + b) / gains.length).toBeGreaterThan(0.4)
})

test('messy exports hold the same good visits, and rows of every kind that must be left out', () => {
  const messy = makeDemoCourse({ ...ordinary, mess: true })
  const lines = [...exportRows['activity.txt'](messy, exportSpan(messy))]
  const good = makeDemoCourse(ordinary)
  const goodLines = new Set(exportRows['activity.txt'](good, exportSpan(good)))
  expect(new Set(lines).intersection(goodLines)).toEqual(goodLines)
  const surplus = lines.filter((line) => !goodLines.has(line))
  for (const sign of [
    /^_1_1\|/,
    /\|\|\|/,
    /\|_1_1\|\|/,
    /\|\|_1_1\|/,
    /yesterday/,
    /^\|/,
    /^"a"b/,
  ]) {
    expect(surplus.some((line) => sign.test(line))).toBe(true)
  }
  expect(lines.length).toBeGreaterThan(goodLines.size + surplus.length)
})

test('any size of course has its visits, all of them inside the course', () => {
  const size = fc.record({
    students: fc.integer({ min: 1, max: 30 }),
    weeks: fc.integer({ min: 1, max: 60 }),
    visits: fc.integer({ min: 0, max: 3_000 }),
    seed: fc.nat(),
    timeZone: fc.constantFrom('UTC', 'America/Santiago', 'Africa/Cairo', 'Pacific/Auckland'),
  })
  fc.assert(
    fc.property(size, (options) => {
      const made = tables(options)
      expect(new Set(identities(made['activity.txt'])).size).toBe(options.visits)
      const { plan } = makeDemoCourse({ ...ordinary, ...options })
      const end = plan.days.at(-1)!.start + plan.days.at(-1)!.length
      const facts = [...made['activity.txt'], ...made['assessments.txt'], ...made['forums.txt']]
      const times = facts.map(({ timestamp }) => Date.parse(timestamp!))
      expect(Math.min(...times)).toBeGreaterThanOrEqual(plan.days[0]!.start)
      expect(Math.max(...times)).toBeLessThan(end)
    }),
    { numRuns: 20, seed: 1 },
  )
})
