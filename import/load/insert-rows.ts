import type { PoolConnection, ResultSetHeader } from 'mysql2/promise'
import type { Chunks, Loaded, LoadTarget } from './load-rows.ts'

const rowsPerStatement = 2000
/** Far below what any server takes as one packet. */
const charactersPerStatement = 1_000_000

/** The slower way into a table, for servers that forbid `LOAD DATA LOCAL`: statements of many rows. */
export async function insertRows(
  connection: PoolConnection,
  target: LoadTarget,
  chunks: Chunks,
): Promise<Loaded> {
  const loaded = { sent: 0, stored: 0, repeated: 0 }
  for await (const lines of linesOf(chunks)) {
    const repeated = await insertLines(connection, target, lines)
    loaded.sent += lines.length
    loaded.stored += lines.length - repeated
    loaded.repeated += repeated
  }
  return loaded
}

/** Answers how many rows were there already. `IGNORE` forgives more than that: then there are more warnings. */
async function insertLines(connection: PoolConnection, target: LoadTarget, lines: string[]) {
  const [result] = await connection.query<ResultSetHeader>(statement(target, lines))
  if (target.onRepeat !== 'keep_stored') return 0
  const repeated = lines.length - result.affectedRows
  if (result.warningStatus !== repeated) {
    throw new Error(`${target.table}: the server did not take every value as it was`)
  }
  return repeated
}

const verbs = {
  replace: 'REPLACE INTO',
  keep_stored: 'INSERT IGNORE INTO',
  fail: 'INSERT INTO',
} as const satisfies Record<LoadTarget['onRepeat'], string>

function statement({ table, columns, constants, onRepeat }: LoadTarget, lines: string[]): string {
  const fixed = Object.values(constants).map((value) => `,${value}`)
  const rows = lines.map((line) => `(${line.split('\t').map(literal).join()}${fixed.join('')})`)
  const names = [...columns, ...Object.keys(constants)].join()
  return `${verbs[onRepeat]} ${table} (${names}) VALUES ${rows.join()}`
}

/** Cells are numbers, instants and plain words: nothing in them needs escaping. */
const literal = (cell: string) => (cell === '\\N' ? 'NULL' : `'${cell}'`)

async function* linesOf(chunks: Chunks): AsyncGenerator<string[]> {
  let rest = ''
  let lines: string[] = []
  let characters = 0
  for await (const chunk of chunks) {
    const parts = (rest + chunk.toString('latin1')).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      lines.push(line)
      characters += line.length
      if (lines.length < rowsPerStatement && characters < charactersPerStatement) continue
      yield lines
      lines = []
      characters = 0
    }
  }
  if (lines.length > 0) yield lines
}
