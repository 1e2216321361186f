import type { Pool } from 'mysql2/promise'
import { importTables, rowsOf as rowsOfTables } from '../support/import-run.ts'
import { rowsOf } from '../worker/support.ts'

/** Rows that the calm twins have and the courses have not, and the other way round. */
export interface Differences {
  lost: string[]
  surplus: string[]
}

export const noDifferences: Differences = { lost: [], surplus: [] }

/** Compares facts, figures, receipts and the courses themselves, row by row and value by value. */
export async function differences(
  pool: Pool,
  rough: number[],
  calm: number[],
): Promise<Differences> {
  const found: Differences = { lost: [], surplus: [] }
  for (const [index, courseId] of rough.entries()) {
    const have = await allOf(pool, courseId)
    const want = await allOf(pool, calm[index]!)
    found.lost.push(...without(want, have))
    found.surplus.push(...without(have, want))
  }
  return found
}

/** Everything of a course as text. Imports are numbered within it: they come in the order of their files. */
async function allOf(pool: Pool, courseId: number): Promise<string[]> {
  const imports = await rowsOf<{ id: number; receipt: string; newest: string | null }>(
    pool,
    `SELECT id, receipt, CAST(newest_at AS CHAR) AS newest FROM imports
      WHERE course_id = ? AND state = 'succeeded' ORDER BY id`,
    [courseId],
  )
  const numbers = new Map(imports.map(({ id }, index) => [id, index]))
  const receipts = imports.map(({ receipt, newest }, index) => {
    const { seconds: _, ...told } = JSON.parse(receipt) as Record<string, unknown>
    return `import ${index}: ${newest} ${JSON.stringify(told)}`
  })
  const course = await rowsOf<Record<string, unknown>>(
    pool,
    `SELECT figures_version, CAST(last_activity_at AS CHAR) AS last FROM course_offerings WHERE id = ?`,
    [courseId],
  )
  const tables = await rowsOfTables(pool, importTables, courseId)
  const rows = Object.entries(tables).flatMap(([table, lines]) =>
    lines.map((line) => {
      const numbered = line.replaceAll(
        /\bimport_id("?[=:])(\d+)/g,
        (_, sign, id) => `import${sign}${numbers.get(Number(id))}`,
      )
      return `${table}: ${numbered}`
    }),
  )
  return [JSON.stringify(course), ...receipts, ...rows]
}

/** What of the first is not in the second, each as often as it is too much. */
function without(these: string[], those: string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of those) counts.set(line, (counts.get(line) ?? 0) + 1)
  return these.filter((line) => {
    const count = counts.get(line) ?? 0
    counts.set(line, count - 1)
    return count <= 0
  })
}
