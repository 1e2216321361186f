import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { PoolConnection, ResultSetHeader } from 'mysql2/promise'
import { insertRows } from './insert-rows.ts'
import { selectRows, socketOf } from './sql.ts'

/** Bytes of rows; a row may lie across two of them. */
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

async function loadStream(
  connection: PoolConnection,
  { table, columns, constants, onRepeat }: LoadTarget,
  chunks: Chunks,
): Promise<Loaded> {
  const sent = { rows: 0 }
  const stream = Readable.from(paced(chunks, socketOf(connection), sent), { highWaterMark: 1 })
  const set = Object.entries(constants).map(([column, value]) => `${column} = ${value}`)
  try {
    const [{ info }] = await connection.query<ResultSetHeader>({
      sql: `LOAD DATA LOCAL INFILE 'rows' ${onRepeat === 'replace' ? 'REPLACE' : ''} INTO TABLE ${table}
        CHARACTER SET ascii (${columns.join(', ')}) SET ${set.join(', ')}`,
      infileStreamFactory: () => stream,
    })
    return { sent: sent.rows, ...countsOf(table, info) }
  } finally {
    // Where the connection broke, nobody else ends the stream and what feeds it.
    stream.destroy()
  }
}

/** The server's own account, such as `Records: 3  Deleted: 0  Skipped: 1  Warnings: 1`. */
function countsOf(table: string, info: string): { stored: number; repeated: number } {
  const [records, , skipped, warnings] = [...info.matchAll(/\d+/g)].map(Number)
  if (records === undefined || skipped === undefined || warnings !== skipped) {
    throw new Error(`${table}: the server did not take every value as it was: ${info}`)
  }
  return { stored: records - skipped, repeated: skipped }
}

/** Waits for the socket after each chunk, since the driver does not, and counts rows. */
async function* paced(
  chunks: Chunks,
  socket: Socket,
  sent: { rows: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    sent.rows += countLines(chunk)
    yield chunk
    if (socket.writableNeedDrain) await drained(socket)
  }
}

function countLines(chunk: Buffer): number {
  let lines = 0
  for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines++
  return lines
}

/** Also kept when the socket is closed: the statement itself then fails. */
function drained(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = () => {
    socket.off('drain', done)
    socket.off('close', done)
    resolve()
  }
  socket.on('drain', done)
  socket.on('close', done)
  return promise
}
