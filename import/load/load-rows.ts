import type { PoolConnection, ResultSetHeader } from 'mysql2/promise'
import { InfileFeed } from './infile-feed.ts'
import { insertRows } from './insert-rows.ts'
import { selectRows, socketOf } from './sql.ts'

/** Bytes of rows; a row may lie across two of them. What a chunk holds is gone when the next one is asked for. */
export type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>

/** Where rows go. Names and constants are ours, never from an export. */
export interface LoadTarget {
  table: string
  /** In the order of the cells. */
  columns: readonly string[]
  /** Columns that hold the same number in every row. */
  constants: Readonly<Record<string, number>>
  /** What happens to a row whose primary key is stored already. */
  onRepeat: 'replace' | 'keep_stored' | 'fail'
}

/**
 * Loads rows as `TsvRows` writes them: by `LOAD DATA LOCAL` where the server allows it, which reports success
 * even where it cut a value or its input broke off. So the server's counts must be those of what was sent;
 * the transaction around it is rolled back on any error. Answers how many rows were new or replaced.
 */
export async function loadRows(
  connection: PoolConnection,
  target: LoadTarget,
  chunks: Chunks,
): Promise<number> {
  const [server] = await selectRows<{ allowed: number }>(
    connection,
    'SELECT @@GLOBAL.local_infile AS allowed',
    [],
  )
  const load = server?.allowed ? loadStream : insertRows
  const { sent, stored, repeated } = await load(connection, target, chunks)
  if (stored + repeated !== sent || (repeated > 0 && target.onRepeat === 'fail')) {
    throw new Error(
      `${target.table}: ${sent} rows were sent, ${stored} stored, ${repeated} were there already`,
    )
  }
  return stored
}

/** What became of the rows of one load. */
export interface Loaded {
  sent: number
  stored: number
  repeated: number
}

/** The quick way. */
export async function loadStream(
  connection: PoolConnection,
  { table, columns, constants, onRepeat }: LoadTarget,
  chunks: Chunks,
): Promise<Loaded> {
  const feed = new InfileFeed(chunks, socketOf(connection))
  const set = Object.entries(constants).map(([column, value]) => `${column} = ${value}`)
  const [{ info }] = await connection.query<ResultSetHeader>({
    sql: `LOAD DATA LOCAL INFILE 'rows' ${onRepeat === 'replace' ? 'REPLACE' : ''} INTO TABLE ${table}
      CHARACTER SET ascii (${columns.join(', ')}) SET ${set.join(', ')}`,
    infileStreamFactory: () => feed.start(),
  })
  return { sent: feed.rows, ...countsOf(table, info) }
}

/** The server's own account, such as `Records: 3  Deleted: 0  Skipped: 1  Warnings: 1`. */
function countsOf(table: string, info: string): { stored: number; repeated: number } {
  const [records, , skipped, warnings] = [...info.matchAll(/\d+/g)].map(Number)
  if (records === undefined || skipped === undefined || warnings !== skipped) {
    throw new Error(`${table}: the server did not take every value as it was: ${info}`)
  }
  return { stored: records - skipped, repeated: skipped }
}
