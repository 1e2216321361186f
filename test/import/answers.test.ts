import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectedFigures, figuresAsAnswers, readAnswers } from '../support/answers.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, runImport } from '../support/import-run.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const exports = ['oop-spring-2018', 'oop-spring-2019', 'reference-2017', 'melbourne-2026']

describe.skipIf(!existsSync(data))('an export with known answers', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  test.each(exports)('%s gives every one of them', async (name) => {
    const { course, truth } = await readAnswers(join(data, `${name}.answers.json`))
    const { pool } = database
    const courseId = await createCourse(pool, {
      startDate: course.start,
      weeks: course.weeks,
      timeZone: course.zone,
    })
    const { receipt } = await runImport(pool, courseId, join(data, `${name}.zip`))
    expect(receipt.files['activity.txt'].skipped).toEqual(truth.skipped)
    expect(await figuresAsAnswers(pool, courseId, course.weeks)).toEqual(expectedFigures(truth))
  })
})
