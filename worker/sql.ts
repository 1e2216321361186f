import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'

type Runner = Pool | PoolConnection

export async function change(
  runner: Runner,
  sql: string,
  values: unknown[],
): Promise<ResultSetHeader> {
  const [result] = await runner.query<ResultSetHeader>(sql, values)
  return result
}

export async function select<Row>(
  runner: Runner,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const [rows] = await runner.query<RowDataPacket[]>(sql, values)
  return rows as Row[]
}
