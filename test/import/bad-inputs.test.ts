import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RowDataPacket } from 'mysql2/promise'
import type { Receipt } from '#shared/import.ts'
import { brokenEntries } from '../support/bad-inputs/broken-entries.ts'
import {
  badInputCourse,
  fileNameOf,
  type BadInput,
  type Told,
} from '../support/bad-inputs/bad-input.ts'
import { cells } from '../support/bad-inputs/cells.ts'
import { hostileEntries } from '../support/bad-inputs/hostile-entries.ts'
import { keys } from '../support/bad-inputs/keys.ts'
import { meanings } from '../support/bad-inputs/meanings.ts'
import { notZips } from '../support/bad-inputs/not-a-zip.ts'
import { texts } from '../support/bad-inputs/texts.ts'
import { times } from '../support/bad-inputs/times.ts'
import { unreadableTexts } from '../support/bad-inputs/unreadable-texts.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, rowsOf, runImport } from '../support/import-run.ts'

const inputs = [
  ...[...notZips, ...brokenEntries, ...hostileEntries],
  ...[...unreadableTexts, ...texts, ...keys, ...cells, ...times, ...meanings],
]
const byName = (given: BadInput[]) => given.map((input) => [fileNameOf(input), input] as const)
const isTaken = ({ outcome }: BadInput) => ['ok', 'skipped', 'noticed'].includes(outcome)

let database: TestDatabase
let directory: string
let stable: { courseId: number; rows: Record<string, string[]> }
beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'cloop-bad-'))
  const courseId = await createCourse(database.pool, badInputCourse)
  await runImport(database.pool, courseId, {
    'all_user.txt': ['ann|ann|Ann|A|a@example.org'],
    'all_resources.txt': ['page||Page|resource/x-bb-document'],
    'activity.txt': ['ann|page||2026-02-23T10:00Z'],
  })
  stable = { courseId, rows: await contentOf(courseId) }
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await database.drop()
})

const contentOf = (courseId: number) =>
  rowsOf(
    database.pool,
    ['course_offerings', 'course_days', 'visits', 'lms_users', 'resources', 'import_changes'],
    courseId,
  )

async function importInput(input: BadInput, courseId: number) {
  const path = join(directory, fileNameOf(input))
  await writeFile(path, await input.zip())
  try {
    return await runImport(database.pool, courseId, path)
  } finally {
    await rm(path)
  }
}

/** How many lines each letter has, and which of them are no zip that could be made here. */
const lines = {
  // A disk that fails in the middle: entry-stream.test.ts.
  Z: { last: 44, elsewhere: ['Z44'] },
  // A later export with fewer rows: an incremental one. Twenty million rows: the bench.
  C: { last: 33, elsewhere: ['C28', 'C30'] },
  // There is none of this number.
  F: { last: 31, elsewhere: ['F07'] },
}

test('every line of the table has its files, some two hundred, each of a name of its own', () => {
  const ids = new Set(inputs.map(({ id }) => id))
  for (const [letter, { last, elsewhere }] of Object.entries(lines)) {
    const all = Array.from({ length: last }, (_, n) => `${letter}${String(n + 1).padStart(2, '0')}`)
    expect(all.filter((id) => !ids.has(id))).toEqual(elsewhere)
  }
  expect(new Set(inputs.map(fileNameOf)).size).toBe(inputs.length)
  expect(inputs.length).toBeGreaterThan(200)
})

describe('an export that cannot be used fails with its code and changes nothing', () => {
  test.each(byName(inputs.filter((input) => !isTaken(input))))('%s', async (_, input) => {
    const failure: unknown = await importInput(input, stable.courseId).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({
      name: 'ExportUnusable',
      code: input.outcome,
      message: expect.stringMatching(input.says!) as string,
    })
    const { message } = failure as Error
    expect(message).toMatch(advice)
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u)
    expect(message.length).toBeLessThan(1000)
    expect(await contentOf(stable.courseId)).toEqual(stable.rows)
  })
})

/** What to do stands in every message. */
const advice =
  /(Drop the zip|Copy (or export )?it again|Export it|An export holds five files|An export holds all_user|Pack it|Find out|raise IMPORT_MAX|Have the exporter|have the exporter|It must name|Is it the export of another course)/

describe('an export that can be used is taken in, and the receipt tells what was odd', () => {
  test.each(byName(inputs.filter(isTaken)))('%s', async (_, input) => {
    const courseId = await createCourse(database.pool, badInputCourse)
    const { receipt } = await importInput(input, courseId)
    expectTold(receipt, input)
    if (!input.stored) return
    const { sql, rows } = input.stored
    const [found] = await database.pool.query<RowDataPacket[][]>({
      ...{ sql, values: [courseId], rowsAsArray: true, dateStrings: true },
    })
    expect(found).toEqual(rows)
  })
})

function expectTold(receipt: Receipt, { outcome, told = {} }: BadInput) {
  const { files = {}, notices }: Told = told
  expect(receipt).toMatchObject({ files })
  const skipped = Object.values(receipt.files).some((file) => Object.keys(file.skipped).length > 0)
  expect(skipped).toBe(outcome === 'skipped')
  const found = Object.fromEntries(receipt.notices.map(({ code, count }) => [code, count]))
  expect(found).toEqual(notices ?? {})
  if (outcome !== 'skipped') expect(receipt.notices.length > 0).toBe(outcome === 'noticed')
  for (const { text } of receipt.notices) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
}
