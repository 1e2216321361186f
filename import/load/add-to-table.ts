import type { PoolConnection } from 'mysql2/promise'
import { TsvRows } from '../tsv-rows.ts'
import { loadRows } from './load-rows.ts'

/** What is stored does not fit what is to be taken out of it: the course's figures must be counted anew. */
export class FiguresStale extends Error {
  override name = 'FiguresStale'
}

/** One row of a table of sums: what it holds (nothing where there is no row) and what is added to it. */
export interface ChangedRow {
  key: (number | string)[]
  stored: number[] | undefined
  change: number[]
}

interface TableChange {
  table: string
  keys: readonly string[]
  sums: readonly string[]
  rows: Iterable<ChangedRow>
}

/** Writes the rows that change, and none of zeros: a row that is missing is a row of zeros. */
export async function addToTable(
  connection: PoolConnection,
  courseId: number,
  { table, keys, sums, rows }: TableChange,
) {
  const state = { hasEmptied: false }
  await loadRows(
    connection,
    {
      table,
      columns: [...keys, ...sums],
      constants: { course_id: courseId },
      onRepeat: 'replace',
    },
    chunksOf(table, rows, state),
  )
  if (state.hasEmptied) {
    const empty = sums.map((sum) => `${sum} = 0`).join(' AND ')
    await connection.query(`DELETE FROM ${table} WHERE course_id = ? AND ${empty}`, [courseId])
  }
}

function* chunksOf(
  table: string,
  changes: Iterable<ChangedRow>,
  state: { hasEmptied: boolean },
): Generator<Buffer> {
  const rows = new TsvRows()
  for (const { key, stored, change } of changes) {
    if (change.every((amount) => amount === 0)) continue
    const sums = change.map((amount, index) => amount + (stored?.[index] ?? 0))
    if (Math.min(...sums) < 0) {
      throw new FiguresStale(`${table}: ${key.join()} would become ${sums.join()}`)
    }
    if (Math.max(...sums) === 0) state.hasEmptied = true
    for (const cell of key) {
      if (typeof cell === 'number') rows.number(cell)
      else rows.text(cell)
    }
    for (const sum of sums) rows.number(sum)
    rows.endRow()
    if (rows.isFull) yield* rows.taken()
  }
  yield* rows.taken()
}
