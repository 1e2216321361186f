import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import type { Config } from '#lib/config.ts'
import { queueNames, type QueueName } from '#lib/jobs.ts'
import { hostsOf } from '#shared/settings.ts'
import { withBrokerConnection } from './broker-connection.ts'
import {
  failed,
  notTested,
  passed,
  type ChecksContext,
  type Definition,
  type Finding,
} from './finding.ts'

const usuallyWithinMs = 5000
const lookEveryMs = 100

export const brokerChecks: Definition[] = [
  { name: 'broker', check: checkReachable },
  { name: 'broker-hosts', needs: ['broker'], check: checkHosts },
  { name: 'broker-queues', needs: ['broker'], check: checkQueues },
  ...queueNames.map((queue): Definition => ({
    name: `queue-${queue}`,
    needs: ['database-migrations', 'broker-queues'],
    whileWorking: true,
    check: (context) => checkAnswer(context, queue),
  })),
]

/** Whether one of its hosts can be used: that is all that the site needs. */
async function checkReachable({ config: { broker } }: ChecksContext): Promise<Finding> {
  const place = `${broker.hostname}:${broker.port}`
  const trouble = await troubleWith(broker)
  return trouble === undefined
    ? passed(`${place} answers`)
    : failed(
        `${place} cannot be used: ${trouble}`,
        'Start RabbitMQ, and see that RABBITMQ_HOSTNAME, _PORT, _VHOST, _USER and _PASSWORD lead to it.',
      )
}

/** Whether each host of a cluster can be used: with one away all goes on, with too many nothing does. */
async function checkHosts({ config: { broker } }: ChecksContext): Promise<Finding> {
  const hosts = hostsOf(broker.hostname)
  const troubles = await Promise.all(
    hosts.map(async (hostname) => {
      const trouble = await troubleWith({ ...broker, hostname })
      return trouble === undefined ? [] : [`${hostname}:${broker.port} (${trouble})`]
    }),
  )
  const away = troubles.flat()
  return away.length === 0
    ? passed(hosts.length === 1 ? 'one host' : `all ${hosts.length} hosts answer`)
    : failed(
        `cannot be used: ${away.join(', ')}`,
        'Start this node of the cluster before another one fails, or take it out of RABBITMQ_HOSTNAME.',
      )
}

async function troubleWith(broker: Config['broker']): Promise<string | undefined> {
  try {
    await withBrokerConnection(broker, () => Promise.resolve())
    return undefined
  } catch (error) {
    return reasonOf(error)
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}

async function checkQueues({ config: { broker } }: ChecksContext): Promise<Finding> {
  const names = [...queueNames, 'dead'].map((name) => `${broker.queuePrefix}.${name}`)
  const found = await withBrokerConnection(broker, ({ look }) =>
    Promise.all(names.map(async (name) => ({ name, queue: await look(name) }))),
  )
  const missing = found.filter(({ queue }) => !queue).map(({ name }) => name)
  return missing.length === 0
    ? passed(found.map(({ name, queue }) => `${name} ${queue?.waiting}`).join(', '))
    : failed(
        `missing: ${missing.join(', ')}`,
        'Start a worker or restart it: it makes the queues. What waited in them is published again by itself.',
      )
}

/** Asks a question in the queue and waits for a worker to answer it. */
async function checkAnswer(context: ChecksContext, queue: QueueName): Promise<Finding> {
  const { config, pool, answerWithinMs = usuallyWithinMs } = context
  if (queue === 'mail' && !config.mail.host) return notTested('EMAIL_HOST is not set')
  const startedAt = performance.now()
  const [{ insertId: questionId }] = await pool.query<ResultSetHeader>(
    'INSERT INTO queue_questions (queue, asked_at) VALUES (?, UTC_TIMESTAMP(6))',
    [queue],
  )
  await withBrokerConnection(config.broker, ({ publish }) =>
    publish({ job: `answer-in-${queue}`, questionId }),
  )
  while (performance.now() - startedAt < answerWithinMs) {
    if (await isAnswered(pool, questionId)) {
      await pool.query('DELETE FROM queue_questions WHERE id = ?', [questionId])
      return passed(`answered after ${Math.round(performance.now() - startedAt)} ms`)
    }
    await pause(lookEveryMs)
  }
  if (queue === 'import' && (await areImporting(pool))) {
    return notTested('the workers are busy with imports')
  }
  return failed(
    `no answer within ${answerWithinMs / 1000} s`,
    'Start a worker (`npm run worker`), or more of them, and look into its log.',
  )
}

async function isAnswered(pool: Pool, id: number): Promise<boolean> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT 1 FROM queue_questions WHERE id = ? AND answered_at IS NOT NULL',
    [id],
  )
  return rows.length > 0
}

async function areImporting(pool: Pool): Promise<boolean> {
  const [rows] = await pool.query<RowDataPacket[]>(
    "SELECT 1 FROM imports WHERE state = 'running' AND lease_until > UTC_TIMESTAMP(6) LIMIT 1",
  )
  return rows.length > 0
}
