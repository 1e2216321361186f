import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { isTimeZone } from '#shared/local-time.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const positive = z.coerce.number().int().min(1)
const directory = z.string().min(1)
const isAddress = /^[^\s@<>,;]+@[^\s@<>,;]+$/
const isSender = /^(?:[^\s@<>,;]+@[^\s@<>,;]+|[^\r\n<>]*<[^\s@<>,;]+@[^\s@<>,;]+>)$/
const mailAddresses = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((address) => address.trim())
      .filter(Boolean),
  )
  .refine(
    (list) => list.every((address) => isAddress.test(address) && address.length <= 254),
    'must be e-mail addresses, separated by commas',
  )
const flag = z
  .enum(['on', 'off', 'true', 'false', '1', '0', 'yes', 'no'])
  .transform((word) => ['on', 'true', '1', 'yes'].includes(word))

/** Every setting, its meaning in `.env.example`. What has no default must be given. */
const settingsSchema = z.object({
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters'),
  DB_HOST: z.string().min(1).default('127.0.0.1'),
  DB_PORT: port.default(3306),
  DB_NAME: z.string().min(1).default('cloop'),
  DB_USER: z.string().min(1).default('cloop'),
  DB_PASSWORD: z.string(),
  DB_SSL_CA: z.string().optional(),
  RABBITMQ_HOSTNAME: z.string().min(1).default('127.0.0.1'),
  RABBITMQ_PORT: port.default(5672),
  RABBITMQ_VHOST: z.string().min(1).default('/'),
  RABBITMQ_USER: z.string().min(1).default('cloop'),
  RABBITMQ_PASSWORD: z.string(),
  RABBITMQ_QUEUE_TYPE: z.enum(['classic', 'quorum']).default('classic'),
  RABBITMQ_QUEUE_PREFIX: z.string().min(1).max(64).default('cloop'),
  DATA_IMPORT_DIR: z
    .string()
    .min(1)
    .transform((list) => list.split(':').filter(Boolean)),
  DATA_PROCESSING_DIR: directory,
  DATA_ERROR_LOGS_DIR: directory,
  DATA_ARCHIVE_DIR: directory.optional(),
  CLOOP_IMPORT_ADMINS: mailAddresses,
  ADMINS: mailAddresses,
  EMAIL_HOST: z.string().optional(),
  EMAIL_PORT: port.default(25),
  EMAIL_HOST_USER: z.string().optional(),
  EMAIL_HOST_PASSWORD: z.string().optional(),
  EMAIL_FROM: z
    .string()
    .regex(isSender, 'must be an e-mail address, or a name and <address>')
    .default('cloop@localhost'),
  BASE_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8080'),
  PORT: port.default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  METRICS_PORT: port.optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((address) => address.trim())
        .filter(Boolean),
    ),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin')
    .default('UTC'),
  WORKER_CONCURRENCY: positive.max(64).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DO_IMPORTING: flag.default(true),
  SESSION_GAP_MINUTES: positive.default(40),
  IMPORT_SETTLE_SECONDS: z.coerce.number().min(0).default(5),
  IMPORT_SETTLE_TIMEOUT_SECONDS: z.coerce.number().min(0).default(600),
  IMPORT_MAX_UPLOAD_BYTES: positive.default(10 * 2 ** 30),
  IMPORT_MAX_ENTRY_BYTES: positive.default(8 * 2 ** 30),
  IMPORT_MAX_RATIO: positive.default(1000),
  IMPORT_MAX_ATTEMPTS: positive.max(100).default(3),
  IMPORT_KEEP_DAYS: positive.default(30),
  IMPORT_LEASE_SECONDS: positive.default(60),
})

export type Config = ReturnType<typeof readConfig>

/** A setting is wrong or missing; the message names every one of them and what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Record<string, string | undefined>

/** Values of `NAME_FILE` variables, read from their files; a secret there wins over none in `NAME`. */
function withSecretFiles(environment: Environment): Environment {
  const result: Environment = {}
  for (const name of Object.keys(settingsSchema.shape)) {
    const path = environment[`${name}_FILE`]
    // An empty variable means the same as an absent one: compose files and .env write both.
    const value = environment[name] || undefined
    result[name] = value ?? (path ? readFileSync(path, 'utf8').trim() : undefined)
  }
  return result
}

export const isLoopback = (host: string) => /^(localhost|127\.|::1$)/.test(host)

/** Settings that are well-formed but must not be run with. */
function dangers(settings: z.infer<typeof settingsSchema>): string[] {
  const found: string[] = []
  if (/change|example|secret-?key/i.test(settings.SECRET_KEY)) {
    found.push(
      'SECRET_KEY is the example value: make one up, for instance with `openssl rand -hex 32`',
    )
  }
  if (!isLoopback(settings.DB_HOST) && settings.DB_PASSWORD === '') {
    found.push('DB_PASSWORD is empty: a database on another machine needs a password')
  }
  if (!isLoopback(settings.RABBITMQ_HOSTNAME) && settings.RABBITMQ_PASSWORD === 'guest') {
    found.push('RABBITMQ_PASSWORD is guest: a broker on another machine needs a user of its own')
  }
  return found
}

function explain(environment: Environment, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0])
  if (environment[name] === undefined) return `${name} is missing: set it, or ${name}_FILE`
  return `${name} is wrong: ${issue.message}`
}

/** Checks all settings at once and throws a `ConfigError` that names each wrong one. */
export function readSettings(variables: Environment) {
  const environment = withSecretFiles(variables)
  // An empty password is a choice (a socket-authenticated server), a missing one is not.
  for (const name of ['DB_PASSWORD', 'RABBITMQ_PASSWORD']) {
    if (variables[name] === '' && !variables[`${name}_FILE`]) environment[name] = ''
  }
  const parsed = settingsSchema.safeParse(environment)
  const problems = parsed.success
    ? dangers(parsed.data)
    : parsed.error.issues.map((issue) => explain(environment, issue))
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(`the settings are not usable:\n  ${problems.join('\n  ')}`)
  }
  return parsed.data
}

/** The settings, checked and in order. */
export function readConfig(variables: Environment) {
  const s = readSettings(variables)
  return {
    secretKey: s.SECRET_KEY,
    database: {
      host: s.DB_HOST,
      port: s.DB_PORT,
      user: s.DB_USER,
      password: s.DB_PASSWORD,
      database: s.DB_NAME,
      sslCa: s.DB_SSL_CA ? readFileSync(s.DB_SSL_CA, 'utf8') : undefined,
    },
    broker: {
      hostname: s.RABBITMQ_HOSTNAME,
      port: s.RABBITMQ_PORT,
      vhost: s.RABBITMQ_VHOST,
      username: s.RABBITMQ_USER,
      password: s.RABBITMQ_PASSWORD,
      queueType: s.RABBITMQ_QUEUE_TYPE,
      queuePrefix: s.RABBITMQ_QUEUE_PREFIX,
    },
    directories: {
      imports: s.DATA_IMPORT_DIR,
      processing: s.DATA_PROCESSING_DIR,
      errorLogs: s.DATA_ERROR_LOGS_DIR,
      archive: s.DATA_ARCHIVE_DIR ?? `${s.DATA_PROCESSING_DIR}/done`,
    },
    mail: {
      host: s.EMAIL_HOST,
      port: s.EMAIL_PORT,
      user: s.EMAIL_HOST_USER,
      password: s.EMAIL_HOST_PASSWORD,
      from: s.EMAIL_FROM,
      importAdmins: s.CLOOP_IMPORT_ADMINS,
      admins: s.ADMINS,
    },
    web: {
      baseUrl: s.BASE_URL,
      host: s.HOST,
      port: s.PORT,
      metricsPort: s.METRICS_PORT,
      trustedProxies: s.TRUSTED_PROXIES,
    },
    imports: {
      enabled: s.DO_IMPORTING,
      settleSeconds: s.IMPORT_SETTLE_SECONDS,
      settleTimeoutSeconds: s.IMPORT_SETTLE_TIMEOUT_SECONDS,
      maxUploadBytes: s.IMPORT_MAX_UPLOAD_BYTES,
      maxEntryBytes: s.IMPORT_MAX_ENTRY_BYTES,
      maxRatio: s.IMPORT_MAX_RATIO,
      maxAttempts: s.IMPORT_MAX_ATTEMPTS,
      keepDays: s.IMPORT_KEEP_DAYS,
      leaseSeconds: s.IMPORT_LEASE_SECONDS,
    },
    sessionGapMinutes: s.SESSION_GAP_MINUTES,
    timeZone: s.TIME_ZONE,
    workerConcurrency: s.WORKER_CONCURRENCY,
    logLevel: s.LOG_LEVEL,
  }
}
