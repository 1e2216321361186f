import { connectBroker, type Broker, type BrokerOptions } from '#lib/broker.ts'
import { createLog } from '#lib/log.ts'
import { CommandError } from './command.ts'

interface Connecting {
  settings: BrokerOptions['settings']
  waitSeconds?: number
}

/** Runs `work` with a connection to the broker and closes it. One that is away is waited for, for a while. */
export async function withBroker<T>(
  { settings, waitSeconds = 10 }: Connecting,
  work: (broker: Broker) => Promise<T>,
): Promise<T> {
  const broken = Promise.withResolvers<never>()
  const broker = await connectBroker({
    settings,
    log: createLog('cli', 'silent'),
    onBroken: broken.reject,
  })
  const away = new CommandError(
    `no connection to the broker at ${settings.hostname}:${settings.port} within ${waitSeconds} s: is it running, and are RABBITMQ_USER and RABBITMQ_PASSWORD right?`,
  )
  const timer = setTimeout(() => broken.reject(away), 1000 * waitSeconds)
  try {
    await Promise.race([broker.ready(), broken.promise])
    clearTimeout(timer)
    return await Promise.race([work(broker), broken.promise])
  } finally {
    clearTimeout(timer)
    await broker.close()
  }
}
