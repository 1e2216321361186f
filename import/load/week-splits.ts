import type { PoolConnection } from 'mysql2/promise'
import type { SplitSums, WeekSplits } from '../figures/week-splits.ts'
import { addToTable, type ChangedRow } from './add-to-table.ts'
import { forEachRow } from './sql.ts'

/** Adds what changed to what is stored. Throws `FiguresStale` where that cannot be right. */
export async function storeWeekSplits(
  connection: PoolConnection,
  courseId: number,
  splits: WeekSplits,
) {
  for (const { table, noColumn, changes } of [
    { table: 'resource_splits', noColumn: 'resource_no', changes: splits.resources },
    { table: 'student_splits', noColumn: 'user_no', changes: splits.students },
  ]) {
    if (changes.size === 0) continue
    const keys = ['weekday', 'time', noColumn, 'week']
    const stored: SplitSums = new Map()
    // Walks the course's part of the primary key.
    await forEachRow(
      connection,
      `SELECT ${keys.join()}, visits FROM ${table} WHERE course_id = ?`,
      [courseId],
      ([weekday, time, no, week, visits]) => {
        const place = { weekday: Number(weekday), time: String(time), week: Number(week) }
        const cell = splits.find(place)
        if (cell === null || !changes.has(Number(no))) return
        splits.sumsOf(stored, Number(no))[cell] = Number(visits)
      },
    )
    const rows = changedRows(splits, changes, stored)
    await addToTable(connection, courseId, { table, keys, sums: ['visits'], rows })
  }
}

function* changedRows(
  splits: WeekSplits,
  changes: SplitSums,
  stored: SplitSums,
): Generator<ChangedRow> {
  for (const [no, sums] of changes) {
    for (const [cell, change] of sums.entries()) {
      if (change === 0) continue
      const { weekday, time, week } = splits.describe(cell)
      const before = stored.get(no)?.[cell] ?? 0
      yield { key: [weekday, time, no, week], stored: [before], change: [change] }
    }
  }
}
