import type { ConfirmChannel, Message } from 'amqplib'
import { randomUUID } from 'node:crypto'
import { encodeJob, type Job } from './jobs.ts'

/** There is no connection to the broker just now. */
export class BrokerAway extends Error {
  override name = 'BrokerAway'
  constructor() {
    super('the broker is away')
  }
}

/**
 * Publishes over the channel of the moment. Callers wait for the confirm of each message, so that the
 * channel's buffer stays small by itself.
 */
export function createPublisher(
  channelNow: () => ConfirmChannel | undefined,
  confirmWithinMs: number,
) {
  const underWay = new Set<string>()
  const returned = new Set<string>()

  /** The broker confirms what no queue takes, too, but returns it first: to us that is an error. */
  function onReturn(message: Message) {
    const id = String(message.properties.messageId)
    if (underWay.has(id)) returned.add(id)
  }

  async function publish(queue: string, job: Job, requestId?: string): Promise<void> {
    const channel = channelNow()
    if (!channel) throw new BrokerAway()
    const messageId = randomUUID()
    const properties = {
      persistent: true,
      mandatory: true,
      messageId,
      contentType: 'application/json',
      ...(requestId === undefined ? {} : { correlationId: requestId }),
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    // A broker that is out of disk space never confirms.
    const timer = setTimeout(
      () => reject(new Error(`${queue}: no confirm within ${confirmWithinMs} ms`)),
      confirmWithinMs,
    )
    underWay.add(messageId)
    try {
      channel.publish('', queue, encodeJob(job), properties, (error: unknown) => {
        if (error) reject(new Error(`${queue}: the broker refused a message`, { cause: error }))
        else if (returned.has(messageId)) reject(new Error(`${queue}: there is no such queue`))
        else resolve()
      })
      await promise
    } finally {
      clearTimeout(timer)
      underWay.delete(messageId)
      returned.delete(messageId)
    }
  }

  return { publish, onReturn }
}
