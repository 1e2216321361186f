import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import { setTimeout as pause } from 'node:timers/promises'
import { decodeJob, type Job } from './jobs.ts'
import type { Logger } from './log.ts'

export interface SlotOptions {
  queue: string
  /** Does the job; safe to be called twice for one message. Errors that it expects are its own to handle. */
  handle: (job: Job) => Promise<void>
  log: Logger
  /**
   * After this time a delivery is given back to the broker as done though its job still runs: at its
   * acknowledgement time-out (30 min) the broker would close the channel. See docs/decisions/0002.
   */
  releaseAfterMs: number
  /** Before a job that failed unexpectedly is tried once more. */
  retryPauseMs: number
  /** Something broke that only a new process mends. */
  onBroken: (error: Error) => void
}

/** A place where one job at a time is done. It outlives connections: `open` is called with each new one. */
export interface Slot {
  open: (connection: ChannelModel) => Promise<void>
  /** Takes no more; resolves when the job at hand is done, and the broker knows it. */
  stop: () => Promise<void>
  /** Takes jobs again from the connection that it is given next. */
  resume: () => void
}

export function createSlot(options: SlotOptions): Slot {
  /** The newest call of `open` alone counts: one before it may still wait for the job at hand. */
  let newest = 0
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  let consumer: Consumer | undefined

  return {
    open: async (connection) => {
      const own = (newest += 1)
      // What was taken over the former connection is still being done: one job at a time.
      await running
      if (stopped || newest !== own) return
      const opened = await openConsumer(connection, options, (job) => {
        running = job.catch((error: unknown) => options.onBroken(asError(error)))
      })
      if (newest === own) consumer = opened
      if (stopped || newest !== own) await opened.stop()
      if (newest === own) return
      await running
      await opened.close()
    },
    stop: async () => {
      stopped = true
      // While the job at hand ends, work may be taken up again with another consumer.
      const stopping = consumer
      await stopping?.stop()
      await running
      await stopping?.close()
    },
    resume: () => (stopped = false),
  }
}

const messageGone =
  'a job takes long and its message is given back: should it be broken off and no row ask for it again, it must be asked for again'

interface Consumer {
  stop: () => Promise<void>
  close: () => Promise<void>
}

/** A channel that takes one message at a time; `track` is told of the work for each. */
async function openConsumer(
  connection: ChannelModel,
  options: SlotOptions,
  track: (job: Promise<void>) => void,
): Promise<Consumer> {
  const { queue, onBroken } = options
  const channel = await connection.createChannel()
  let isOpen = true
  let isStopped = false
  let stopListening = async () => {}
  channel.on('close', () => (isOpen = false))
  // Recovery brings back connections, not channels: without this the process would live on and do nothing.
  channel.on('error', onBroken)
  await channel.prefetch(1)

  async function listen() {
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (message) track(take(message))
      else onBroken(new Error(`the broker cancelled the consumer of ${queue}`))
    })
    const cancel = async () => void (isOpen && (await channel.cancel(consumerTag)))
    let cancelling: Promise<void> | undefined
    stopListening = () => (cancelling ??= cancel())
  }

  async function take(message: ConsumeMessage) {
    const job = isStopped ? 'not now' : decodeJob(message.content)
    let release: Promise<void> | undefined
    const timer = setTimeout(() => {
      const { queue, log } = options
      log.warn({ queue, ...(typeof job === 'object' ? job : {}) }, messageGone)
      // First no further message, then this one's acknowledgement: its job has the slot until it ends.
      release = stopListening().then(() => settle(message, 'done'))
    }, options.releaseAfterMs)
    const verdict = await judge(options, message, job)
    clearTimeout(timer)
    if (!release) return settle(message, verdict)
    await release
    if (isOpen && !isStopped) await listen()
  }

  /** On a lost connection the broker has taken the message back; that it comes again is harmless. */
  function settle(message: ConsumeMessage, verdict: Verdict) {
    if (isOpen) verdicts[verdict](channel, message)
  }

  await listen()
  // A pause may come twice while the job at hand lasts.
  let closing: Promise<void> | undefined
  return {
    stop: async () => {
      isStopped = true
      await stopListening()
    },
    close: () => (closing ??= isOpen ? channel.close() : Promise.resolve()),
  }
}

const verdicts = {
  done: (channel: Channel, message: ConsumeMessage) => channel.ack(message),
  again: (channel: Channel, message: ConsumeMessage) => channel.nack(message, false, true),
  dead: (channel: Channel, message: ConsumeMessage) => channel.nack(message, false, false),
}
type Verdict = keyof typeof verdicts

/**
 * Does the job. An unexpected error gets one more try, then the message is put aside: what matters is in a
 * row, and rows are published again. Without that limit a bad message comes a thousand times a second.
 */
async function judge(
  { log, queue, handle, retryPauseMs }: SlotOptions,
  { content, fields: { redelivered }, properties }: ConsumeMessage,
  job: Job | 'not now' | undefined,
): Promise<Verdict> {
  if (job === 'not now') return 'again'
  if (!job) {
    log.error({ queue, bytes: content.length }, 'not a job of ours: kept as a dead letter')
    return 'dead'
  }
  const requestId = requestIdOf(properties)
  if (requestId) log.info({ requestId, queue, ...job }, 'a request asked for this')
  try {
    await handle(job)
    return 'done'
  } catch (error) {
    log.error({ err: error, queue, ...job, redelivered }, 'a job failed unexpectedly')
    if (redelivered) return 'dead'
    await pause(retryPauseMs)
    return 'again'
  }
}

/** Whoever can publish could write anything there, and it goes into the log. */
function requestIdOf({ correlationId }: ConsumeMessage['properties']): string | undefined {
  return typeof correlationId === 'string' && /^[\w-]{1,64}$/.test(correlationId)
    ? correlationId
    : undefined
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
