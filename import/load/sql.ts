import type { Socket } from 'node:net'
import type { Connection as CoreConnection, RowDataPacket } from 'mysql2'
import type { Pool, PoolConnection } from 'mysql2/promise'

/** What a cell of a result can be: no query of the import asks for a date as such. */
export type SqlValue = number | string | null

/** All rows of one question, by column name. */
export async function selectRows<T>(
  connection: Pool | PoolConnection,
  sql: string,
  values: unknown[],
): Promise<T[]> {
  const [rows] = await connection.query<(T & RowDataPacket)[]>(sql, values)
  return rows
}

/** Hands over one row after the other, as arrays of cells, without keeping them. */
export function forEachRow(
  connection: PoolConnection,
  sql: string,
  values: unknown[],
  onRow: (cells: readonly SqlValue[]) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let failure: { error: unknown } | undefined
  const query = coreOf(connection).query({ sql, values, rowsAsArray: true })
  query.on('result', (cells: unknown) => {
    if (failure) return
    try {
      onRow(cells as SqlValue[])
    } catch (error) {
      // Thrown here it would go through the driver's parser: the rest of the answer is let pass instead.
      failure = { error }
    }
  })
  query.on('error', reject)
  query.on('end', () => (failure ? reject(failure.error) : resolve()))
  return promise
}

/** The connection without promises; the driver's own types name the wrong one here. */
function coreOf(connection: PoolConnection): CoreConnection {
  return connection.connection as unknown as CoreConnection
}

/** The socket under a connection: the driver does not wait for it when it sends a local file. */
export function socketOf(connection: PoolConnection): Socket {
  return (coreOf(connection) as unknown as { stream: Socket }).stream
}

/** Parts of at most `size`, so that no statement grows without bound. */
export function* inBatches<T>(things: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < things.length; from += size) yield things.slice(from, from + size)
}

const rowsPerStatement = 500

interface Upsert {
  table: string
  columns: string[]
  /** Columns that stay as they are in a row that exists. */
  keep: string[]
  rows: unknown[][]
}

/** Inserts rows, or changes those whose primary key is there. */
export async function upsertRows(
  connection: PoolConnection,
  { table, columns, keep, rows }: Upsert,
) {
  // `VALUES()` is old, but the only form that MySQL and MariaDB share.
  const changes = columns
    .filter((column) => !keep.includes(column))
    .map((column) => `${column} = VALUES(${column})`)
  const sql = `INSERT INTO ${table} (${columns.join()}) VALUES ? ON DUPLICATE KEY UPDATE ${changes.join()}`
  for (const batch of inBatches(rows, rowsPerStatement)) await connection.query(sql, [batch])
}

/** SQL for the epoch microseconds of a `DATETIME`: as a date it would lose the microseconds. */
export const microsOf = (column: string): string =>
  `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${column})`
