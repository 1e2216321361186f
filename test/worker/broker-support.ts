import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import { connect } from 'amqplib'
import { connectBroker, type Broker, type BrokerOptions } from '#lib/broker.ts'
import { queueNames } from '#lib/jobs.ts'
import { silent } from './support.ts'

function brokerSettings(
  queuePrefix: string,
  environment: NodeJS.ProcessEnv,
): BrokerOptions['settings'] {
  const { RABBITMQ_HOSTNAME, RABBITMQ_PORT, RABBITMQ_USER, RABBITMQ_PASSWORD } = environment
  if (!RABBITMQ_HOSTNAME || !RABBITMQ_PORT)
    throw new Error('no broker: run the tests with `npm test`')
  return {
    hostname: RABBITMQ_HOSTNAME,
    port: Number(RABBITMQ_PORT),
    vhost: environment.RABBITMQ_VHOST ?? '/',
    username: RABBITMQ_USER ?? 'guest',
    password: RABBITMQ_PASSWORD ?? 'guest',
    queueType: 'classic',
    queuePrefix,
    acknowledgeSeconds: 900,
  }
}

/** Queues of one's own on the broker that the tests run against, or on another. Close it in `afterAll`. */
export function createTestBroker(environment: NodeJS.ProcessEnv = process.env) {
  const prefix = `cloop-test-${randomBytes(6).toString('hex')}`
  const settings = brokerSettings(prefix, environment)
  const opened: Broker[] = []
  const withChannel = async <T>(
    work: (
      channel: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>['createChannel']>>,
    ) => Promise<T>,
  ) => {
    const connection = await connect({ protocol: 'amqp', ...settings })
    try {
      return await work(await connection.createChannel())
    } finally {
      await connection.close()
    }
  }
  return {
    settings,
    prefix,
    withChannel,
    open: async (options: Partial<BrokerOptions> = {}) => {
      const onBroken = (error: Error) => {
        throw error
      }
      const broker = await connectBroker({ settings, log: silent, onBroken, ...options })
      opened.push(broker)
      return broker
    },
    close: async () => {
      for (const broker of opened) await broker.close()
      await withChannel(async (channel) => {
        for (const name of [...queueNames, 'dead']) await channel.deleteQueue(`${prefix}.${name}`)
      })
    },
  }
}

/** A way to the broker that can be cut, hushed and closed. */
async function createProxy(target: { hostname: string; port: number }) {
  const sockets = new Set<net.Socket>()
  const answers: (() => void)[] = []
  let port = 0
  const server = net.createServer((near) => {
    const far = net.connect(target.port, target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
    answers.push(() => far.unpipe(near))
  })
  const open = async () => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as net.AddressInfo).port
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  /** From now on the broker hears us, and we do not hear the broker. */
  const hush = () => {
    for (const stop of answers) stop()
  }
  const close = async () => {
    cut()
    if (!server.listening) return
    server.close()
    await once(server, 'close')
  }
  await open()
  return { port: () => port, open, cut, hush, close }
}

/** Test brokers and ways to them that one test opens; `closeAll` closes them after it. */
export function createTestBrokers() {
  const opened: { close: () => Promise<void> }[] = []
  return {
    createOwn: () => {
      const testBroker = createTestBroker()
      opened.push(testBroker)
      return testBroker
    },
    /** Closed last: queues are deleted over a way of their own. */
    createProxyTo: async (testBroker: ReturnType<typeof createTestBroker>) => {
      const proxy = await createProxy(testBroker.settings)
      opened.unshift(proxy)
      const settings = { ...testBroker.settings, hostname: '127.0.0.1', port: proxy.port() }
      return { proxy, settings }
    },
    closeAll: async () => {
      for (const one of opened.splice(0).reverse()) await one.close()
    },
  }
}

/** A gate: `passed` is waited for inside a job until `pass` is called. */
export function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, pass: resolve }
}
