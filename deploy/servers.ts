import type { DataDirectory } from './data-directory.ts'
import { say } from './cannot-start.ts'
import { startMariadb } from './mariadb.ts'
import { startRabbitmq } from './rabbitmq.ts'
import type { Supervisor } from './supervisor.ts'
import type { Part } from './system-programs.ts'

export const hasOwnDatabase = () => Boolean(process.env.DB_HOST)
export const hasOwnBroker = () => Boolean(process.env.RABBITMQ_HOSTNAME)

/** The servers that must be installed here: those that the environment does not point to. */
export function neededServers(): Part[] {
  return [
    ...(hasOwnDatabase() ? [] : (['MariaDB'] as const)),
    ...(hasOwnBroker() ? [] : (['RabbitMQ'] as const)),
  ]
}

/** Starts them, and answers the environment with the settings that lead to database and broker. */
export async function startServers(
  data: DataDirectory,
  supervisor: Supervisor,
  options: { durable: boolean },
): Promise<NodeJS.ProcessEnv> {
  if (neededServers().length > 0) say(`starting ${neededServers().join(' and ')} …`)
  const [database, broker] = await Promise.all([
    hasOwnDatabase() ? {} : startMariadb(data, supervisor, options),
    hasOwnBroker() ? {} : startRabbitmq(data, supervisor),
  ])
  return { ...process.env, ...database, ...broker }
}
