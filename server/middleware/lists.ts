import { Readable } from 'node:stream'
import type { Context, MiddlewareHandler } from 'hono'
import { partOf, type Page } from '#shared/page.ts'
import { totalHeader } from '#shared/total-header.ts'
import type { SiteEnv } from '../deps.ts'
import { csvHead, csvLines, type Table } from '../shaping/csv.ts'
import { attachment } from './csv.ts'

/** A list of which an answer holds a part: what fits a query, in part or counted, and how it is laid out. */
export interface List<Query, Row> {
  /** Name of the file. */
  name: string
  /** An entry for each row of the part; undefined where it was deleted between choosing and reading. */
  read: (query: Query, page: Page) => Promise<(Row | undefined)[]>
  count: (query: Query) => Promise<number>
  table: (rows: Row[]) => Table
  /** Before it is copied out: writes that down, and settles what would change meanwhile. */
  copying?: (c: Context<SiteEnv>, query: Query) => Promise<Query>
}

interface PartQuery {
  limit?: number | undefined
  offset: number
  format?: 'json' | 'csv' | undefined
}

/** The part of the list that is asked for; the answer's header says how many rows fit in all. */
export async function readPart<Query extends PartQuery, Row>(
  c: Context<SiteEnv>,
  list: List<Query, Row>,
  query: Query,
): Promise<Row[]> {
  const [chosen, total] = await Promise.all([list.read(query, partOf(query)), list.count(query)])
  c.header(totalHeader, String(total))
  return present(chosen)
}

const present = <Row>(chosen: (Row | undefined)[]) => chosen.filter((row) => row !== undefined)

/** Answers `?format=csv`, after the query has been accepted: without a limit all rows that fit. */
export function listAsCsv<Query extends PartQuery, Row>(
  list: List<Query, Row>,
): MiddlewareHandler<SiteEnv, string, { out: { query: Query } }> {
  return async function listAsCsv(c, next) {
    const asked = c.req.valid('query')
    if (asked.format !== 'csv') return next()
    const query = list.copying ? await list.copying(c as Context<SiteEnv>, asked) : asked
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': attachment(`${list.name}.csv`),
    }
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    return c.body(
      Readable.toWeb(Readable.from(csvChunks(list, query))) as ReadableStream<Uint8Array>,
      200,
      headers,
    )
  }
}

const rowsAtOnce = 5000

/** Read as the browser takes it, so that a long list takes no more memory than a short one. */
async function* csvChunks<Query extends PartQuery, Row>(
  { read, table }: List<Query, Row>,
  query: Query,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(csvHead(table([]).header))
  const end = query.limit === undefined ? Infinity : query.offset + query.limit
  for (let offset = query.offset; offset < end; offset += rowsAtOnce) {
    const limit = Math.min(rowsAtOnce, end - offset)
    const chosen = await read(query, { limit, offset })
    const rows = present(chosen)
    if (rows.length > 0) yield encoder.encode(csvLines(table(rows).rows))
    if (chosen.length < limit) return
  }
}
