import type { Pool, RowDataPacket } from 'mysql2/promise'
import { hasName, withoutNames } from './find-names.ts'
import type { RealNames } from './real-names.ts'

export interface TextColumn {
  table: string
  column: string
  /** Part of a primary or unique key: to change it could make two rows one. */
  isKey: boolean
  /** Holds words of ours: hashes, zones, names of tasks. */
  isAscii: boolean
}

/** Of every table that there is, also of those that this program does not know. */
export async function textColumns(pool: Pool): Promise<TextColumn[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT c.table_name AS tableName, c.column_name AS columnName, c.character_set_name AS characterSet,
            EXISTS (SELECT 1 FROM information_schema.statistics s
                     WHERE s.table_schema = c.table_schema AND s.table_name = c.table_name
                       AND s.column_name = c.column_name AND s.non_unique = 0) AS isKey
       FROM information_schema.columns c
       JOIN information_schema.tables t
         ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE c.table_schema = DATABASE() AND c.character_set_name IS NOT NULL
        AND c.data_type NOT IN ('enum', 'set') AND t.table_type = 'BASE TABLE'
      ORDER BY c.table_name, c.ordinal_position`,
  )
  return rows.map((row) => ({
    table: row.tableName as string,
    column: row.columnName as string,
    isKey: Number(row.isKey) === 1,
    isAscii: row.characterSet === 'ascii',
  }))
}

/** Takes the names out of a column's texts. A text that occurs in many rows is changed in all of them at once. */
export async function clearNames(
  pool: Pool,
  { table, column }: TextColumn,
  names: RealNames,
): Promise<void> {
  for (const text of await differentTexts(pool, table, column)) {
    const cleared = withoutNames(text, names)
    if (cleared === text) continue
    await pool.query('UPDATE ?? SET ?? = ? WHERE ?? = ?', [table, column, cleared, column, text])
  }
}

/** Whether a column still tells of somebody. Words of ours are only looked through for addresses. */
export async function tellsOfSomebody(
  pool: Pool,
  { table, column, isKey, isAscii }: TextColumn,
  names: RealNames,
): Promise<boolean> {
  const sought = isAscii ? onlyAddresses(names) : names
  const texts = await differentTexts(pool, table, column)
  return texts.some((text) => hasName(text, sought, { isKey }))
}

const onlyAddresses = ({ words }: RealNames): RealNames => ({
  words: new Set([...words].filter((word) => word.includes('@'))),
  short: new Set(),
  pairs: new Set(),
  within: new Set(),
})

async function differentTexts(pool: Pool, table: string, column: string): Promise<string[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT DISTINCT ?? AS text FROM ?? WHERE ?? IS NOT NULL',
    [column, table, column],
  )
  return rows.map((row) => row.text as string)
}
