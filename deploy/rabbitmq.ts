import { writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { once } from 'node:events'
import { connect } from 'amqplib'
import type { DataDirectory } from './data-directory.ts'
import { freePorts } from './free-ports.ts'
import type { Supervisor } from './supervisor.ts'
import { programPath } from './system-programs.ts'

/** An import is acknowledged when it is done, which may be hours after its delivery. */
const dayMs = 24 * 60 * 60 * 1000

/**
 * A private RabbitMQ: loopback only, its port for other nodes and the Erlang port mapper included, and
 * a home, cookie, node name and user of its own. The port mapper is ours too: started by Erlang itself
 * it would outlive the broker.
 */
export async function startRabbitmq(
  data: DataDirectory,
  supervisor: Supervisor,
  { acknowledgeWithinMs = dayMs, erlangArguments = '' } = {},
) {
  const [port = 0, nodesPort = 0, epmdPort = 0] = await freePorts(3)
  const home = data.folder('rabbitmq')
  const nodeName = `cloop-${data.secret('node')}@localhost`
  const env = brokerEnvironment({ home, nodeName, nodesPort, epmdPort, erlangArguments })
  writeConfiguration(home, [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    'default_user = cloop',
    `default_pass = ${data.secret('broker')}`,
    `consumer_timeout = ${acknowledgeWithinMs}`,
  ])
  await supervisor.start({
    name: 'epmd',
    command: programPath('epmd'),
    args: ['-address', '127.0.0.1', '-port', String(epmdPort)],
    env,
    probe: () => canConnect(epmdPort),
  })
  const settings = {
    RABBITMQ_HOSTNAME: '127.0.0.1',
    RABBITMQ_PORT: String(port),
    RABBITMQ_VHOST: '/',
    RABBITMQ_USER: 'cloop',
    RABBITMQ_PASSWORD: data.secret('broker'),
  }
  await supervisor.start({
    name: 'rabbitmq',
    command: programPath('rabbitmq-server'),
    args: [],
    env,
    probe: async () => {
      const { RABBITMQ_USER: username, RABBITMQ_PASSWORD: password } = settings
      const connection = await connect({ hostname: '127.0.0.1', port, username, password })
      await connection.close()
    },
  })
  return settings
}

interface Node {
  /** Of its own: configuration, tables, logs and, unless that is overridden by HOME, the Erlang cookie. */
  home: string
  nodeName: string
  nodesPort: number
  epmdPort: number
  erlangArguments?: string
}

/** Nothing of the machine's own RabbitMQ: no configuration, no plugins, no directories. */
export function brokerEnvironment(node: Node): NodeJS.ProcessEnv {
  const { home, nodeName, nodesPort, epmdPort, erlangArguments = '' } = node
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    // The start script becomes the server, instead of waiting for it as its parent.
    RUNNING_UNDER_SYSTEMD: 'true',
    RABBITMQ_NODENAME: nodeName,
    RABBITMQ_DIST_PORT: String(nodesPort),
    RABBITMQ_MNESIA_BASE: join(home, 'mnesia'),
    RABBITMQ_LOG_BASE: join(home, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONF_ENV_FILE: join(home, 'no-environment'),
    RABBITMQ_CONFIG_FILE: join(home, 'rabbitmq'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(home, 'no-advanced'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, 'plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false ${erlangArguments}`,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(epmdPort),
  }
}

/** Lines of rabbitmq.conf, and no plugins. */
export function writeConfiguration(home: string, lines: string[]): void {
  const all = [...lines, 'disk_free_limit.absolute = 100MB']
  writeFileSync(join(home, 'rabbitmq.conf'), `${all.join('\n')}\n`, { mode: 0o600 })
  writeFileSync(join(home, 'plugins'), '[].\n')
}

export async function canConnect(port: number): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1' })
  await once(socket, 'connect')
  socket.destroy()
}
