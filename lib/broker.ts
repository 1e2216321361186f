import {
  connect,
  type ChannelModel,
  type ConfirmChannel,
  type RecoveringChannelModel,
} from 'amqplib'
import { setTimeout as pause } from 'node:timers/promises'
import { hostsOf } from '#shared/settings.ts'
import { createSlot, type Slot } from './consumer.ts'
import { queueNames, queueOf, type Job, type QueueName } from './jobs.ts'
import type { Logger } from './log.ts'
import { BrokerAway, createPublisher } from './publisher.ts'

export interface BrokerOptions {
  settings: {
    /** One host, or those of a cluster, separated by commas: tried one after the other. */
    hostname: string
    port: number
    vhost: string
    username: string
    password: string
    /** Quorum queues where the broker is a cluster; on a single node classic ones are safer. */
    queueType: 'classic' | 'quorum'
    /** Begins the names of all queues. */
    queuePrefix: string
    /**
     * After so long a job that still runs gives its message back as done: less than the broker's
     * acknowledgement time-out. See docs/decisions/0002.
     */
    acknowledgeSeconds: number
  }
  log: Logger
  /** Something broke that only a new process mends. May be called more than once. */
  onBroken: (error: Error) => void
  confirmWithinMs?: number
  retryPauseMs?: number
}

export interface Broker {
  /** Resolves once the first connection stands and the queues are there. */
  ready: () => Promise<void>
  isConnected: () => boolean
  /**
   * Resolves when a queue of the broker has the message; rejects otherwise, at once while it is away. The id of
   * the request that asked for the job goes with it, into the worker's log.
   */
  publish: (job: Job, requestId?: string) => Promise<void>
  /** Does the jobs of a queue, `slots` at a time, whenever there is a connection. */
  consume: (queue: QueueName, slots: number, handle: (job: Job) => Promise<void>) => void
  /** Messages that wait in each queue; those being worked on do not count. */
  waiting: () => Promise<Waiting>
  /** Takes no more jobs; resolves when those at hand are done. */
  stopConsuming: () => Promise<void>
  /** Takes jobs again. */
  resumeConsuming: () => void
  close: () => Promise<void>
}

export type Waiting = Record<QueueName | 'dead', number>

/** A broker whose machine is cut off is noticed after about twice this time. */
const heartbeatSeconds = 10
const closeWithinMs = 2000
/** Of one message of a quorum queue, which then goes to the dead letters. */
const mostDeliveries = 20

/**
 * One connection to the broker that comes back by itself, with growing pauses. Returns at once: while the
 * broker is away, each failed try is a line in the log. Who calls this closes it.
 */
export async function connectBroker(options: BrokerOptions): Promise<Broker> {
  const { log, onBroken } = options
  const { queueType, queuePrefix: prefix, acknowledgeSeconds: _, ...server } = options.settings
  let connection: ChannelModel | undefined
  let channel: ConfirmChannel | undefined
  const slots = createSlots(options, () => (channel ? connection : undefined))
  const publisher = createPublisher(() => channel, options.confirmWithinMs ?? 10_000)

  /** Queues are declared here, before any message: a quorum queue that is too young can lose its leader. */
  async function setUp(next: ChannelModel) {
    next.on('error', (error: Error) =>
      log.warn({ err: error }, 'the connection to the broker broke'),
    )
    const confirming = await next.createConfirmChannel()
    confirming.on('error', onBroken).on('return', publisher.onReturn)
    confirming.on('close', () => {
      if (channel === confirming) channel = undefined
    })
    await declareQueues(confirming, prefix, queueType)
    connection = next
    channel = confirming
    slots.open()
  }

  const recovering = await connectAgainAndAgain(server, { prefix, log, setup: setUp })

  return {
    ready: async () => void (await recovering.waitForConnect()),
    isConnected: () => channel !== undefined,
    publish: (job, requestId) => publisher.publish(`${prefix}.${queueOf[job.job]}`, job, requestId),
    consume: (name, count, handle) => slots.add(`${prefix}.${name}`, count, handle),
    waiting: async () => {
      if (!connection || !channel) throw new BrokerAway()
      return countWaiting(connection, prefix)
    },
    stopConsuming: slots.stop,
    resumeConsuming: slots.resume,
    // A connection that dies while it is being closed never says so.
    close: async () =>
      void (await Promise.race([
        recovering.close(),
        pause(closeWithinMs, undefined, { ref: false }),
      ])),
  }
}

/** The places where jobs are done. They outlive connections, and pause and go on together. */
function createSlots(options: BrokerOptions, connectionNow: () => ChannelModel | undefined) {
  const { log, onBroken, settings, retryPauseMs = 5000 } = options
  const releaseAfterMs = settings.acknowledgeSeconds * 1000
  const slots: Slot[] = []
  let isPaused = false

  function openOne(slot: Slot) {
    const on = connectionNow()
    if (!on) return
    slot.open(on).catch((error: unknown) => {
      // When the connection went away meanwhile, the next one opens the slot again.
      if (connectionNow() === on) {
        onBroken(new Error('a consumer could not be opened', { cause: error }))
      }
    })
  }

  return {
    add: (queue: string, count: number, handle: (job: Job) => Promise<void>) => {
      for (let index = 0; index < count; index += 1) {
        const slot = createSlot({ queue, handle, log, onBroken, releaseAfterMs, retryPauseMs })
        slots.push(slot)
        if (isPaused) void slot.stop() // which holds nothing yet, and remembers
        openOne(slot)
      }
    },
    open: () => slots.forEach(openOne),
    stop: async () => {
      isPaused = true
      await Promise.all(slots.map((slot) => slot.stop()))
    },
    resume: () => {
      isPaused = false
      for (const slot of slots) slot.resume()
      slots.forEach(openOne)
    },
  }
}

async function connectAgainAndAgain(
  server: Omit<BrokerOptions['settings'], 'queueType' | 'queuePrefix' | 'acknowledgeSeconds'>,
  {
    prefix,
    log,
    setup,
  }: { prefix: string; log: Logger; setup: (on: ChannelModel) => Promise<void> },
) {
  const hosts = hostsOf(server.hostname)
  const address = { protocol: 'amqp', ...server, hostname: hosts[0], heartbeat: heartbeatSeconds }
  const recovering = await connect(address, {
    timeout: 10_000,
    clientProperties: { connection_name: `${prefix} ${process.pid}` },
    recovery: { initialDelay: 500, maxDelay: 5000, waitForConnect: false, setup },
  })
  report(recovering, () => log.child({ broker: `${address.hostname}:${address.port}` }))
  let tries = 0
  // The address is read again with each try: the one that is scheduled here goes to the next host.
  recovering.on('reconnect-scheduled', () => {
    tries += 1
    address.hostname = hosts[tries % hosts.length]
  })
  return recovering
}

function report(connection: RecoveringChannelModel, logNow: () => Logger) {
  connection.on('connect', () => logNow().info('connected to the broker'))
  connection.on('reconnect-scheduled', ({ attempt, delay, error }) => {
    logNow().warn({ attempt, delayMs: delay, cause: error.message }, 'waiting for the broker')
  })
  connection.on('blocked', (reason) =>
    logNow().warn({ reason }, 'the broker takes no messages for now'),
  )
  connection.on('unblocked', () => logNow().info('the broker takes messages again'))
  connection.on('error', () => {
    // The connection's own listener has said so; without one here, the event would end the process.
  })
}

async function declareQueues(channel: ConfirmChannel, prefix: string, type: 'classic' | 'quorum') {
  const isQuorum = type === 'quorum'
  const dead = `${prefix}.dead`
  const ofType = isQuorum ? { 'x-queue-type': 'quorum' } : {}
  await channel.assertQueue(dead, { durable: true, arguments: ofType })
  for (const name of queueNames) {
    await channel.assertQueue(`${prefix}.${name}`, {
      durable: true,
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
      arguments: isQuorum ? { ...ofType, 'x-delivery-limit': mostDeliveries } : {},
    })
  }
}

/** On a channel of its own, because asking for a queue that is gone closes the channel. */
async function countWaiting(connection: ChannelModel, prefix: string): Promise<Waiting> {
  const asking = await connection.createChannel()
  asking.on('error', () => {
    // The call that caused it rejects with the same reason.
  })
  const count = async (name: string) => (await asking.checkQueue(`${prefix}.${name}`)).messageCount
  const waiting = {
    import: await count('import'),
    mail: await count('mail'),
    task: await count('task'),
    dead: await count('dead'),
  }
  await asking.close()
  return waiting
}
