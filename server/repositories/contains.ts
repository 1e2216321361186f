import { sql, type SQL } from 'drizzle-orm'
import type { MySqlColumn } from 'drizzle-orm/mysql-core'

/** Whether a text has this part, without regard to case, which the columns' own order heeds. */
export function contains(column: MySqlColumn, part: string): SQL {
  const pattern = `%${part.replace(/[\\%_]/g, String.raw`\$&`)}%`
  return sql`CONVERT(${column} USING utf8mb4) COLLATE utf8mb4_general_ci LIKE ${pattern}`
}
