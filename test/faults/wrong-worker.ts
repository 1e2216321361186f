/**
 * A worker as it must not be, to see that the tests would notice. `acknowledges-first` takes the message for
 * the truth and lets go of it before the work is done; `no-row` acknowledges afterwards, but knows no row that
 * would tell what has been done already, and no transaction around the work.
 */
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'amqplib'
import type { Pool, PoolConnection, QueryOptions, ResultSetHeader } from 'mysql2/promise'
import { openPool } from '#drizzle/pool.ts'
import { importCourse } from '#import/import-course.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { importSettings } from '../support/import-run.ts'

export interface WrongJob {
  courseId: number
  zipPath: string
}

const acknowledgesFirst = process.argv[2] === 'acknowledges-first'
const config = loadSettings()
const pool = openPool(config.database, 5)
const connection = await connect({ protocol: 'amqp', ...config.broker })
const channel = await connection.createChannel()
await channel.prefetch(1)
let inTurn = Promise.resolve()
await channel.consume(`${config.broker.queuePrefix}.import`, (message) => {
  if (!message) return
  if (acknowledgesFirst) channel.ack(message)
  const job = JSON.parse(message.content.toString()) as WrongJob | 'end'
  inTurn = inTurn.then(async () => {
    if (job === 'end') process.exit(0)
    const isDone = await work(job).then(
      () => true,
      () => false,
    )
    if (!acknowledgesFirst && isDone) channel.ack(message)
    else if (!acknowledgesFirst) channel.nack(message, false, false)
  })
})

async function work({ courseId, zipPath }: WrongJob) {
  const [{ insertId: importId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO imports (course_id, file_name, size_bytes, brought_by, state, created_at)
     VALUES (?, 'wrong.zip', 1, 'test', 'running', UTC_TIMESTAMP(6))`,
    [courseId],
  )
  const workDirectory = await mkdtemp(join(config.directories.processing, 'work-'))
  const job = { importId, zipPath, workDirectory }
  await importCourse(acknowledgesFirst ? pool : withoutTransactions(pool), job, importSettings)
}

/** A pool on whose connections every statement is committed by itself. */
function withoutTransactions(whole: Pool): Pool {
  const getConnection = async () => withoutBoundaries(await whole.getConnection())
  return new Proxy(whole, {
    get: (target, name) => (name === 'getConnection' ? getConnection : memberOf(target, name)),
  })
}

function withoutBoundaries(connection: PoolConnection): PoolConnection {
  const query = (statement: string | QueryOptions, values?: unknown[]) =>
    typeof statement === 'string'
      ? connection.query(boundaries.test(statement) ? "DO 'nothing'" : statement, values)
      : connection.query(statement)
  return new Proxy(connection, {
    get: (target, name) => (name === 'query' ? query : memberOf(target, name)),
  })
}

const boundaries = /^(?:START TRANSACTION|COMMIT|ROLLBACK)$/

function memberOf(target: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name)
  return typeof member === 'function' ? (member.bind(target) as unknown) : member
}
