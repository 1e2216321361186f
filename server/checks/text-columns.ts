import { is } from 'drizzle-orm'
import { getTableConfig, MySqlTable } from 'drizzle-orm/mysql-core'
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise'
import * as accounts from '#drizzle/schema/accounts.ts'
import * as courses from '#drizzle/schema/courses.ts'
import * as facts from '#drizzle/schema/facts.ts'
import * as imports from '#drizzle/schema/imports.ts'
import * as mails from '#drizzle/schema/mails.ts'
import * as operations from '#drizzle/schema/operations.ts'
import { failed, passed, type Finding } from './finding.ts'

const emoji = '🦉'

/** Whether an emoji comes back from each column that is to hold any text. */
export async function checkTextColumns(pool: Pool): Promise<Finding> {
  const tables = unicodeColumns()
  const connection = await pool.getConnection()
  const broken: string[] = []
  try {
    const real = await characterSets(connection)
    for (const [table, columns] of tables) {
      for (const column of columns) {
        if (real.get(`${table}.${column}`) !== 'utf8mb4') broken.push(`${table}.${column}`)
      }
      if (broken.length === 0) broken.push(...(await columnsThatLose(connection, table, columns)))
    }
  } finally {
    // Its temporary tables go with it.
    connection.destroy()
  }
  const count = tables.reduce((sum, [, columns]) => sum + columns.length, 0)
  return broken.length === 0
    ? passed(`an emoji comes back from all ${count} columns of text`)
    : failed(
        `an emoji would be lost in ${broken.join(', ')}`,
        'Give these columns CHARACTER SET utf8mb4 COLLATE utf8mb4_bin again (ALTER TABLE … MODIFY).',
      )
}

/** Columns that the schema declares as Unicode, by table, under their names in the database. */
function unicodeColumns(): [string, string[]][] {
  const modules = [accounts, courses, facts, imports, mails, operations]
  return modules
    .flatMap((module) => Object.values<unknown>(module))
    .filter((value): value is MySqlTable => is(value, MySqlTable))
    .map((table): [string, string[]] => {
      const { name, columns } = getTableConfig(table)
      const isUnicode = columns.filter((column) => column.getSQLType().includes('utf8mb4'))
      return [name, isUnicode.map((column) => column.name)]
    })
    .filter(([, columns]) => columns.length > 0)
}

async function characterSets(connection: PoolConnection): Promise<Map<string, string>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS tableName, column_name AS columnName, character_set_name AS characterSet
       FROM information_schema.columns WHERE table_schema = DATABASE()`,
  )
  return new Map(
    rows.map((row) => [`${row.tableName}.${row.columnName}`, String(row.characterSet)]),
  )
}

/** Written into a temporary copy of the columns: the tables themselves are left alone. */
async function columnsThatLose(connection: PoolConnection, table: string, columns: string[]) {
  const list = columns.map((column) => `\`${column}\``).join(', ')
  await connection.query('DROP TEMPORARY TABLE IF EXISTS check_text')
  await connection.query(
    `CREATE TEMPORARY TABLE check_text SELECT ${list} FROM \`${table}\` LIMIT 0`,
  )
  await connection.query(`INSERT INTO check_text (${list}) VALUES (?)`, [columns.map(() => emoji)])
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT ${list} FROM check_text`)
  return columns.filter((column) => rows[0]?.[column] !== emoji).map((name) => `${table}.${name}`)
}
