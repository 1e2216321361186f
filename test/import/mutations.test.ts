import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '#cli/demo-export/random.ts'
import { openArchive } from '#import/blackboard/archive.ts'
import { readTable } from '#import/blackboard/tables.ts'
import { ExportUnusable } from '#import/problems.ts'
import { exportFiles, failureCodes } from '#shared/import.ts'
import { badInputCourse, goodText, partsWith } from '../support/bad-inputs/bad-input.ts'
import { zipOf } from '../support/broken-zips.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createCourse, importTables, rowsOf, runImport } from '../support/import-run.ts'
import { mutations } from '../support/mutations.ts'
import { defaultLimits } from '../support/read-archive.ts'
import { yazlZip } from '../support/yazl-zip.ts'

/** `CLOOP_MUTATIONS=100000 CLOOP_SEED=1` for more, or for the same again. */
const count = Number(process.env.CLOOP_MUTATIONS ?? 10_000)
const seed = Number(process.env.CLOOP_SEED ?? Math.floor(Math.random() * 2 ** 32))
const imported = 10

let database: TestDatabase
let directory: string
beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'cloop-mutations-'))
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await database.drop()
})

/** The same five files, packed in different ways. */
const goodZips = async (): Promise<Buffer[]> => [
  zipOf(partsWith()),
  zipOf(partsWith().map((part) => ({ ...part, isStored: true }))),
  zipOf([{ name: 'readme.txt', data: 'x'.repeat(50) }, ...partsWith().reverse()], {
    comment: Buffer.from('made by an exporter'),
  }),
  await yazlZip({}, true, goodText),
  await yazlZip({ compress: false }, true, goodText),
  await yazlZip({ forceZip64Format: true }, false, goodText),
]

/** A digest of every row that the reading layer hands on; or why the export cannot be used. */
async function outcomeOf(path: string): Promise<string | ExportUnusable> {
  const digest = createHash('sha256')
  try {
    const archive = await openArchive(path, defaultLimits)
    try {
      for (const file of exportFiles) {
        const { rows, columns } = await readTable(archive, file, {
          onRow: ({ cells, line, malformed }) => {
            digest.update(JSON.stringify([file, line, malformed, ...cells]))
          },
        })
        digest.update(JSON.stringify([rows, columns]))
      }
    } finally {
      await archive.close()
    }
  } catch (error) {
    if (error instanceof ExportUnusable) return error
    throw error
  }
  return digest.digest('hex')
}

const title = `of ${count} spoilt zips each is read exactly or refused with a code (seed ${seed})`

test(title, { timeout: 60_000 + 50 * count }, async () => {
  const zips = await goodZips()
  const path = join(directory, 'spoilt.zip')
  await writeFile(path, zips[0]!)
  const good = await outcomeOf(path)
  const ways = Object.keys(mutations)
  const exact: Buffer[] = []
  const refused = new Map<string, number>()
  for (let n = 0; n < count; n++) {
    const random = new Random(seed, `mutation ${n}`)
    const [zip, other] = [zips[random.below(zips.length)]!, zips[random.below(zips.length)]!]
    const way = ways[n % ways.length]!
    const spoilt = mutations[way]!(Buffer.from(zip), random, other)
    await writeFile(path, spoilt)
    const outcome = await outcomeOf(path).catch((error: unknown) => {
      throw new Error(`${way}, number ${n} of seed ${seed}`, { cause: error })
    })
    if (outcome instanceof ExportUnusable) {
      expect(failureCodes).toContain(outcome.code)
      refused.set(outcome.code, (refused.get(outcome.code) ?? 0) + 1)
    } else {
      expect({ way, n, rows: outcome }).toEqual({ way, n, rows: good })
      if (!spoilt.equals(zip)) exact.push(spoilt)
    }
  }
  // Otherwise the ways to spoil a zip are not what they were meant to be.
  expect(exact.length).toBeGreaterThan(count / 100)
  expect([...refused.keys()]).toEqual(expect.arrayContaining(['damaged_zip', 'truncated_zip']))
  await expectImported(zips[0]!, exact.slice(0, imported))
})

/** Spoilt zips that can be read bring into the database exactly what the good one brings. */
async function expectImported(good: Buffer, spoilt: Buffer[]) {
  const rows = await rowsAfter(good)
  for (const zip of spoilt) expect(await rowsAfter(zip)).toEqual(rows)
}

async function rowsAfter(zip: Buffer): Promise<Record<string, string[]>> {
  const courseId = await createCourse(database.pool, badInputCourse)
  const { importId } = await runImport(database.pool, courseId, zip)
  const rows = await rowsOf(database.pool, importTables, courseId)
  return Object.fromEntries(
    Object.entries(rows).map(([table, lines]) => [
      table,
      lines.map((line) => line.replace(`import_id=${importId}`, 'import_id=this')),
    ]),
  )
}
