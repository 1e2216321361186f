import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'amqplib'
import { freePorts } from '#deploy/free-ports.ts'
import { brokerEnvironment, canConnect, writeConfiguration } from '#deploy/rabbitmq.ts'
import type { Session } from '#deploy/session.ts'
import { programPath } from '#deploy/system-programs.ts'
import { startNode } from './stoppable.ts'

/** The nodes have one port, and each an address of its own, as machines have. */
const hosts = ['127.0.0.2', '127.0.0.3', '127.0.0.4']
const username = 'cloop'

/** Three RabbitMQ nodes that find each other by the list in their configuration, as production ones do. */
export async function startBrokers({ data, supervisor }: Session) {
  const [port = 0, epmdPort = 0, ...nodesPorts] = await freePorts(2 + hosts.length)
  const password = data.secret('broker')
  const cookieHome = data.folder('brokers')
  writeFileSync(join(cookieHome, '.erlang.cookie'), data.secret('node'), { mode: 0o400 })
  const nodeNames = hosts.map((_, index) => `cloop${index + 1}-${data.secret('node')}@localhost`)

  const services = hosts.map((host, index) => {
    const home = data.folder(`brokers/${index + 1}`)
    writeConfiguration(home, [
      `listeners.tcp.1 = ${host}:${port}`,
      `default_user = ${username}`,
      `default_pass = ${password}`,
      'cluster_partition_handling = pause_minority',
      'net_ticktime = 15',
      'cluster_formation.peer_discovery_backend = classic_config',
      ...nodeNames.map((name, n) => `cluster_formation.classic_config.nodes.${n + 1} = ${name}`),
    ])
    const nodesPort = nodesPorts[index] ?? 0
    const nodeName = nodeNames[index] ?? ''
    const env = brokerEnvironment({ home, nodeName, nodesPort, epmdPort })
    return {
      name: `RabbitMQ node ${index + 1}`,
      command: programPath('rabbitmq-server'),
      args: [],
      env: { ...env, HOME: cookieHome },
      probe: async () => {
        const connection = await connect({ hostname: host, port, username, password })
        await connection.close()
      },
    }
  })

  await supervisor.start({
    name: 'epmd',
    command: programPath('epmd'),
    args: ['-address', '127.0.0.1', '-port', String(epmdPort)],
    env: services[0]?.env,
    probe: () => canConnect(epmdPort),
  })
  const nodes = []
  // The first one makes the cluster, the others join it.
  for (const service of services) nodes.push(await startNode(supervisor, service))
  return {
    nodes,
    settings: {
      RABBITMQ_HOSTNAME: hosts.join(','),
      RABBITMQ_PORT: String(port),
      RABBITMQ_VHOST: '/',
      RABBITMQ_USER: username,
      RABBITMQ_PASSWORD: password,
      RABBITMQ_QUEUE_TYPE: 'quorum',
    },
    /** What `rabbitmqctl` is told in its environment to ask this node. */
    env: (index: number) => services[index]?.env ?? {},
  }
}
