import type { PoolConnection } from 'mysql2/promise'
import { upsertRows } from './sql.ts'

export type ChangedTable = 'lms_users' | 'resources' | 'attempts'

/**
 * What rows were before an import changed them: the columns that it may have changed and those of the primary
 * key but `course_id`. To undo an import, put these rows back first, then delete what bears its id.
 */
export class ChangeLog {
  readonly #changes: { table: ChangedTable; before: Record<string, unknown> }[] = []

  add(table: ChangedTable, before: Record<string, unknown>) {
    this.#changes.push({ table, before })
  }

  async store(
    connection: PoolConnection,
    { courseId, importId }: { courseId: number; importId: number },
  ) {
    await upsertRows(connection, {
      table: 'import_changes',
      columns: ['course_id', 'import_id', 'change_no', 'table_name', '`before`'],
      keep: ['course_id', 'import_id', 'change_no'],
      rows: this.#changes.map(({ table, before }, index) => [
        courseId,
        importId,
        index + 1,
        table,
        JSON.stringify(before),
      ]),
    })
  }
}
