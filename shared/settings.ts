import { z } from 'zod'
import { isTimeZone } from './local-time.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const positive = z.coerce.number().int().min(1)
const directory = z.string().min(1)
const isAddress = /^[^\s@<>,;]+@[^\s@<>,;]+$/
const isSender = /^(?:[^\s@<>,;]+@[^\s@<>,;]+|[^\r\n<>]*<[^\s@<>,;]+@[^\s@<>,;]+>)$/
const commaList = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
const mailAddresses = commaList.refine(
  (list) => list.every((address) => isAddress.test(address) && address.length <= 254),
  'must be e-mail addresses, separated by commas',
)
const hostList = /^[^\s,]+(\s*,\s*[^\s,]+)*$/

/** The hosts of a setting that names one or several. */
export const hostsOf = (list: string) => list.split(',').map((host) => host.trim())

const flag = z
  .enum(['on', 'off', 'true', 'false', '1', '0', 'yes', 'no'])
  .transform((word) => ['on', 'true', '1', 'yes'].includes(word))

/** Every setting, its meaning in `.env.example`. What has no default must be given. */
export const settingsSchema = z.object({
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters'),
  DB_HOST: z.string().min(1).default('127.0.0.1'),
  DB_PORT: port.default(3306),
  DB_NAME: z.string().min(1).default('cloop'),
  DB_USER: z.string().min(1).default('cloop'),
  DB_PASSWORD: z.string(),
  DB_SSL_CA: z.string().optional(),
  RABBITMQ_HOSTNAME: z
    .string()
    .regex(hostList, 'must be a host, or several separated by commas')
    .default('127.0.0.1'),
  RABBITMQ_PORT: port.default(5672),
  RABBITMQ_VHOST: z.string().min(1).default('/'),
  RABBITMQ_USER: z.string().min(1).default('cloop'),
  RABBITMQ_PASSWORD: z.string(),
  RABBITMQ_QUEUE_TYPE: z.enum(['classic', 'quorum']).default('classic'),
  RABBITMQ_QUEUE_PREFIX: z.string().min(1).max(64).default('cloop'),
  RABBITMQ_ACKNOWLEDGE_SECONDS: positive.default(900),
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
  TRUSTED_PROXIES: commaList,
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin')
    .default('UTC'),
  SESSION_IDLE_MINUTES: positive.max(7 * 24 * 60).default(120),
  SESSION_MAX_MINUTES: positive.max(30 * 24 * 60).default(720),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_LABEL: z.string().max(100).default('Sign in with your university account'),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  OIDC_ADMIN_GROUP: z.string().optional(),
  OIDC_CREATE_USERS: flag.default(false),
  COURSE_KEEP_DAYS: positive.optional(),
  WORKER_CONCURRENCY: positive.max(64).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  CLOOP_ENV: z.enum(['production', 'staging', 'development']).default('development'),
  MAINTENANCE_ALLOW: commaList,
  BACKUP_DIR: directory.optional(),
  EXPORT_LATE_HOURS: positive.default(48),
  DO_IMPORTING: flag.default(true),
  SESSION_GAP_MINUTES: positive.default(40),
  IMPORT_SETTLE_SECONDS: z.coerce.number().min(0).default(5),
  IMPORT_SETTLE_TIMEOUT_SECONDS: z.coerce.number().min(0).default(600),
  IMPORT_MAX_UPLOAD_BYTES: positive.default(10 * 2 ** 30),
  IMPORT_MAX_ENTRY_BYTES: positive.default(8 * 2 ** 30),
  IMPORT_MAX_RATIO: positive.default(1000),
  IMPORT_MAX_ATTEMPTS: positive.max(100).default(3),
  IMPORT_KEEP_DAYS: positive.default(30),
  IMPORT_KEEP_REJECTED_DAYS: positive.default(90),
  IMPORT_LEASE_SECONDS: positive.default(60),
})
export type Settings = z.infer<typeof settingsSchema>
