import type { Reader } from './wire.ts'

/** What passes between a worker and the database: a statement, rows that it sends along, an answer. */
export interface SqlSight {
  wire: 'sql'
  what: 'asks' | 'sends' | 'answers'
  /** Of the statement: the one that is asked, sent to or answered. */
  sql: string
  /** The server's number of the connection, as `KILL CONNECTION` takes it. */
  connection: number
}

const query = 0x03
const greeting = 0x0a
const mostHead = 2000

/** Reads one connection in the protocol of MySQL, unencrypted and without compression. */
export function createSqlReaders(): { asking: Reader<SqlSight>; answering: Reader<SqlSight> } {
  let connection = 0
  let sql = ''
  const sight = (what: SqlSight['what']): SqlSight => ({ wire: 'sql', what, sql, connection })
  const readAsked = createPacketReader()

  return {
    asking: (chunk) =>
      readAsked(chunk).flatMap(({ sequence, head }) => {
        // Commands begin at 0, what belongs to one goes on from there.
        if (sequence > 0) return sql === '' ? [] : [sight('sends')]
        sql = head[0] === query ? head.toString('utf8', 1).replaceAll(/\s+/g, ' ').trim() : ''
        return sql === '' ? [] : [sight('asks')]
      }),
    answering: (chunk) => {
      if (connection === 0 && chunk[4] === greeting) {
        connection = chunk.readUInt32LE(chunk.indexOf(0, 5) + 1)
      }
      return sql === '' ? [] : [sight('answers')]
    },
  }
}

/** Cuts a stream of bytes into packets: number and the first bytes of each. */
function createPacketReader() {
  let header = Buffer.alloc(0)
  let head: Buffer[] = []
  let missing = 0
  let length = 0
  return (chunk: Buffer) => {
    const packets: { sequence: number; head: Buffer }[] = []
    for (let at = 0; at < chunk.length || missing === 0;) {
      if (header.length < 4) {
        const more = chunk.subarray(at, at + 4 - header.length)
        header = Buffer.concat([header, more])
        at += more.length
        if (header.length < 4) break
        length = missing = header.readUIntLE(0, 3)
      }
      const part = chunk.subarray(at, at + missing)
      if (length - missing < mostHead) head.push(part.subarray(0, mostHead))
      at += part.length
      missing -= part.length
      if (missing > 0) break
      packets.push({ sequence: header[3]!, head: Buffer.concat(head) })
      header = Buffer.alloc(0)
      head = []
    }
    return packets
  }
}
