import type { createTestBroker } from '../worker/broker-support.ts'
import type { createDirectories } from '../worker/support.ts'
import type { TestDatabase } from './database.ts'

/** What a process of ours is told in its environment of a test's own database, queues and directories. */
export const databaseSettings = ({
  host,
  port,
  user,
  password,
  database,
}: TestDatabase['settings']) => ({
  DB_HOST: host,
  DB_PORT: String(port),
  DB_USER: user,
  DB_PASSWORD: password,
  DB_NAME: database,
})

export const brokerSettings = ({ settings, prefix }: ReturnType<typeof createTestBroker>) => ({
  RABBITMQ_HOSTNAME: settings.hostname,
  RABBITMQ_PORT: String(settings.port),
  RABBITMQ_VHOST: settings.vhost,
  RABBITMQ_USER: settings.username,
  RABBITMQ_PASSWORD: settings.password,
  RABBITMQ_QUEUE_PREFIX: prefix,
})

export const directorySettings = ({
  drop,
  directories,
}: Pick<Awaited<ReturnType<typeof createDirectories>>, 'drop' | 'directories'>) => ({
  DATA_IMPORT_DIR: drop,
  DATA_PROCESSING_DIR: directories.processing,
  DATA_ERROR_LOGS_DIR: directories.errorLogs,
  DATA_ARCHIVE_DIR: directories.archive,
})
