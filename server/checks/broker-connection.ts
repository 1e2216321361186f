import { connect, type ChannelModel } from 'amqplib'
import type { Config } from '#lib/config.ts'
import { encodeJob, queueOf, type Job } from '#lib/jobs.ts'
import { hostsOf } from '#shared/settings.ts'

const connectWithinMs = 5000

interface Looking {
  /** Messages that wait in a queue and who takes them; undefined where there is no such queue. */
  look: (name: string) => Promise<{ waiting: number; consumers: number } | undefined>
  publish: (job: Job) => Promise<void>
}

/**
 * A connection to the first host that answers. Unlike the processes' own it makes no queues: what is missing is
 * to be found.
 */
export async function withBrokerConnection<T>(
  broker: Config['broker'],
  work: (connection: Looking) => Promise<T>,
): Promise<T> {
  const { queuePrefix } = broker
  const connection = await connectToAny(broker)
  // What goes wrong rejects the call that it happens to, too.
  connection.on('error', () => {})
  try {
    return await work({
      look: (name) => look(connection, name),
      publish: async (job) => {
        const channel = await connection.createConfirmChannel()
        channel.publish('', `${queuePrefix}.${queueOf[job.job]}`, encodeJob(job), {
          contentType: 'application/json',
        })
        await channel.waitForConfirms()
        await channel.close()
      },
    })
  } finally {
    await connection.close().catch(() => {}) // one that has broken is closed already
  }
}

async function connectToAny(broker: Config['broker']): Promise<ChannelModel> {
  const { port, vhost, username, password, queuePrefix } = broker
  let failure: unknown
  for (const hostname of hostsOf(broker.hostname)) {
    try {
      return await connect(
        { protocol: 'amqp', hostname, port, vhost, username, password },
        { timeout: connectWithinMs, clientProperties: { connection_name: `${queuePrefix} check` } },
      )
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

const notFound = 404

/** On a channel of its own, because asking for a queue that is not there closes the channel. */
async function look(connection: ChannelModel, name: string) {
  const channel = await connection.createChannel()
  channel.on('error', () => {})
  try {
    const { messageCount, consumerCount } = await channel.checkQueue(name)
    await channel.close()
    return { waiting: messageCount, consumers: consumerCount }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === notFound) return undefined
    throw error
  }
}
