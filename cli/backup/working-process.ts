import type { Connection, RowDataPacket } from 'mysql2/promise'

const aliveSeconds = 60

/**
 * `worker <name>`: a process that has not paused, and would write into what is being changed. The table of
 * heartbeats must be there.
 */
export async function workingProcess(
  database: Pick<Connection, 'query'>,
): Promise<string | undefined> {
  const [[working]] = await database.query<RowDataPacket[]>(
    `SELECT kind, process FROM heartbeats
    WHERE paused_at IS NULL AND beat_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND LIMIT 1`,
    [aliveSeconds],
  )
  return working && `${String(working.kind)} ${String(working.process)}`
}
