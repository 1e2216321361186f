import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import { insertRows } from '#import/load/insert-rows.ts'
import { loadRows, loadStream, type LoadTarget } from '#import/load/load-rows.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let connection: PoolConnection
beforeAll(async () => {
  database = await createTestDatabase({ migrated: false })
  connection = await database.pool.getConnection()
  await connection.query(
    'CREATE TABLE things (k INT PRIMARY KEY, t DATETIME(6), v TINYINT UNSIGNED, c INT)',
  )
})
afterAll(async () => {
  connection.release()
  await database.drop()
})
beforeEach(async () => {
  await connection.query('TRUNCATE things')
})

const target = (onRepeat: LoadTarget['onRepeat']): LoadTarget => ({
  ...{ table: 'things', columns: ['k', 't', 'v'], constants: { c: 7 }, onRepeat },
})
const row = (key: number, value: string) => `${key}\t2026-02-23 10:00:00.123456\t${value}\n`
/** In chunks that end anywhere. */
function* chunksOf(text: string, size = 11) {
  for (let from = 0; from < text.length; from += size)
    yield Buffer.from(text.slice(from, from + size))
}
async function stored() {
  const [rows] = await connection.query<RowDataPacket[][]>({
    sql: "SELECT k, DATE_FORMAT(t, '%Y-%m-%d %T.%f'), v, c FROM things ORDER BY k",
    rowsAsArray: true,
  })
  return rows
}
const time = '2026-02-23 10:00:00.123456'

for (const [name, load] of [
  ['LOAD DATA', loadStream],
  ['INSERT', insertRows],
] as const) {
  test(`${name} stores rows with their constants`, async () => {
    const text = row(1, '5') + row(2, '\\N') + row(3, '255')
    expect(await load(connection, target('fail'), chunksOf(text))).toEqual({
      ...{ sent: 3, stored: 3, repeated: 0 },
    })
    expect(await stored()).toEqual([
      [1, time, 5, 7],
      [2, time, null, 7],
      [3, time, 255, 7],
    ])
  })

  test(`${name} keeps a row that is there, or replaces it`, async () => {
    await load(connection, target('fail'), chunksOf(row(1, '1') + row(2, '2')))
    const kept = await load(connection, target('keep_stored'), chunksOf(row(2, '9') + row(3, '3')))
    expect(kept).toEqual({ sent: 2, stored: 1, repeated: 1 })
    const replaced = await load(connection, target('replace'), chunksOf(row(1, '8') + row(4, '4')))
    expect(replaced).toEqual({ sent: 2, stored: 2, repeated: 0 })
    expect((await stored()).map(([key, , value]) => [key, value])).toEqual([
      ...[
        [1, 8],
        [2, 2],
        [3, 3],
        [4, 4],
      ],
    ])
  })

  test.each(['fail', 'keep_stored', 'replace'] as const)(
    `${name} refuses a value that would have to be cut (%s)`,
    async (onRepeat) => {
      const text = row(1, '1') + row(2, '256')
      await expect(load(connection, target(onRepeat), chunksOf(text))).rejects.toThrow()
    },
  )

  test(`${name} of nothing stores nothing`, async () => {
    expect(await load(connection, target('fail'), chunksOf(''))).toEqual({
      ...{ sent: 0, stored: 0, repeated: 0 },
    })
  })

  test(`${name} passes on the error of what feeds it`, async () => {
    function* broken() {
      yield Buffer.from(row(1, '1'))
      throw new RangeError('broken')
    }
    await expect(load(connection, target('fail'), broken())).rejects.toThrow(RangeError)
    await connection.query('SELECT 1')
  })
}

test('a key that must be new and is not is an error', async () => {
  await loadRows(connection, target('fail'), chunksOf(row(1, '1')))
  await expect(loadRows(connection, target('fail'), chunksOf(row(1, '2')))).rejects.toThrow(/1/)
})

test('a connection that dies ends the load and what feeds it', async () => {
  const dying = await database.pool.getConnection()
  let isClosed = false
  async function* endless() {
    try {
      for (let key = 0; ; key++) {
        yield Buffer.from(row(key, '1'))
        if (key === 100) await connection.query(`KILL ${dying.threadId}`)
      }
    } finally {
      isClosed = true
    }
  }
  await expect(loadStream(dying, target('fail'), endless())).rejects.toMatchObject({ fatal: true })
  await expect.poll(() => isClosed).toBe(true)
  dying.destroy()
})
