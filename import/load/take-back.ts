import type { PoolConnection, ResultSetHeader } from 'mysql2/promise'
import type { ChangedTable } from './change-log.ts'
import { keepLeftOutKeys } from './left-out-people.ts'
import { selectRows, upsertRows } from './sql.ts'

const tables = ['visits', 'posts', 'attempts', 'lms_users', 'resources'] as const

/** How many rows went. */
export type TakenBack = Record<(typeof tables)[number], number>

interface Taking {
  courseId: number
  /** All imports of the course, where none is named. */
  importId?: number
}

/** Deletes what one import brought, or all of them. `visits` has no index by import: it is walked once. */
export async function deleteBrought(
  connection: PoolConnection,
  { courseId, importId }: Taking,
): Promise<TakenBack> {
  await keepLeftOutKeys(connection, { courseId, importId })
  const which = importId === undefined ? '' : ' AND import_id = ?'
  const taken: TakenBack = { visits: 0, posts: 0, attempts: 0, lms_users: 0, resources: 0 }
  const deleteFrom = async (table: string) => {
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(
      `DELETE FROM ${table} WHERE course_id = ?${which}`,
      [courseId, importId],
    )
    return affectedRows
  }
  for (const table of tables) taken[table] = await deleteFrom(table)
  await deleteFrom('import_changes')
  return taken
}

/**
 * Rows that an import changed are again what they were before; answers how many. To be done before what it
 * brought is deleted: some of these rows bear its id until then.
 */
export async function putBack(
  connection: PoolConnection,
  { courseId, importId }: Required<Taking>,
): Promise<number> {
  const changes = await selectRows<{ table: ChangedTable; before: string }>(
    connection,
    `SELECT table_name AS 'table', \`before\` FROM import_changes
    WHERE course_id = ? AND import_id = ? ORDER BY change_no`,
    [courseId, importId],
  )
  for (const [table, rows] of Map.groupBy(changes, (change) => change.table)) {
    await putBackRows(
      connection,
      { courseId, importId },
      table,
      rows.map(({ before }) => JSON.parse(before) as Record<string, unknown>),
    )
  }
  return changes.length
}

async function putBackRows(
  connection: PoolConnection,
  { courseId, importId }: Required<Taking>,
  table: ChangedTable,
  rows: Record<string, unknown>[],
) {
  // Of people and resources the log has no `import_id`: it never changes.
  const keep = ['course_id', ...('import_id' in (rows[0] ?? {}) ? [] : ['import_id'])]
  const columns = Object.keys({ course_id: courseId, import_id: importId, ...rows[0] })
  await upsertRows(connection, {
    ...{ table, columns, keep },
    rows: rows.map((row) => Object.values({ course_id: courseId, import_id: importId, ...row })),
  })
}
