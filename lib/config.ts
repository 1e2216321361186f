import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { hostsOf, settingsSchema, type Settings } from '#shared/settings.ts'

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
function dangers(settings: Settings): string[] {
  const found: string[] = []
  if (/change|example|secret-?key/i.test(settings.SECRET_KEY)) {
    found.push(
      'SECRET_KEY is the example value: make one up, for instance with `openssl rand -hex 32`',
    )
  }
  if (!isLoopback(settings.DB_HOST) && settings.DB_PASSWORD === '') {
    found.push('DB_PASSWORD is empty: a database on another machine needs a password')
  }
  if (
    !hostsOf(settings.RABBITMQ_HOSTNAME).every(isLoopback) &&
    settings.RABBITMQ_PASSWORD === 'guest'
  ) {
    found.push('RABBITMQ_PASSWORD is guest: a broker on another machine needs a user of its own')
  }
  if (settings.OIDC_ISSUER && !(settings.OIDC_CLIENT_ID && settings.OIDC_CLIENT_SECRET)) {
    found.push('OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it')
  }
  if (/^http:/.test(settings.OIDC_ISSUER ?? '') && !isLoopback(hostOf(settings.OIDC_ISSUER))) {
    found.push('OIDC_ISSUER must begin with https: what it says decides who signs in')
  }
  return found
}

const hostOf = (address = '') => new URL(address).hostname

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
      acknowledgeSeconds: s.RABBITMQ_ACKNOWLEDGE_SECONDS,
    },
    directories: {
      imports: s.DATA_IMPORT_DIR,
      processing: s.DATA_PROCESSING_DIR,
      errorLogs: s.DATA_ERROR_LOGS_DIR,
      archive: s.DATA_ARCHIVE_DIR ?? `${s.DATA_PROCESSING_DIR}/done`,
    },
    mail: mailOf(s),
    web: webOf(s),
    imports: importsOf(s),
    sessions: { idleMinutes: s.SESSION_IDLE_MINUTES, longestMinutes: s.SESSION_MAX_MINUTES },
    oidc: oidcOf(s),
    courseKeepDays: s.COURSE_KEEP_DAYS ?? null,
    sessionGapMinutes: s.SESSION_GAP_MINUTES,
    timeZone: s.TIME_ZONE,
    environment: s.CLOOP_ENV,
    backupDirectory: s.BACKUP_DIR,
    exportLateHours: s.EXPORT_LATE_HOURS,
    workerConcurrency: s.WORKER_CONCURRENCY,
    logLevel: s.LOG_LEVEL,
  }
}

/** How to sign in by OpenID Connect; undefined where that is off. */
function oidcOf(s: Settings) {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = s
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return undefined
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    label: s.OIDC_LABEL,
    groupsClaim: s.OIDC_GROUPS_CLAIM,
    adminGroup: s.OIDC_ADMIN_GROUP,
    createsUsers: s.OIDC_CREATE_USERS,
  }
}

function mailOf(s: Settings) {
  return {
    host: s.CLOOP_ENV === 'staging' ? undefined : s.EMAIL_HOST,
    port: s.EMAIL_PORT,
    user: s.EMAIL_HOST_USER,
    password: s.EMAIL_HOST_PASSWORD,
    from: s.EMAIL_FROM,
    importAdmins: s.CLOOP_IMPORT_ADMINS,
    admins: s.ADMINS,
  }
}

function webOf(s: Settings) {
  return {
    baseUrl: s.BASE_URL,
    host: s.HOST,
    port: s.PORT,
    metricsPort: s.METRICS_PORT,
    trustedProxies: s.TRUSTED_PROXIES,
    maintenanceAllow: s.MAINTENANCE_ALLOW,
  }
}

function importsOf(s: Settings) {
  return {
    enabled: s.DO_IMPORTING && s.CLOOP_ENV !== 'staging',
    settleSeconds: s.IMPORT_SETTLE_SECONDS,
    settleTimeoutSeconds: s.IMPORT_SETTLE_TIMEOUT_SECONDS,
    maxUploadBytes: s.IMPORT_MAX_UPLOAD_BYTES,
    maxEntryBytes: s.IMPORT_MAX_ENTRY_BYTES,
    maxRatio: s.IMPORT_MAX_RATIO,
    maxAttempts: s.IMPORT_MAX_ATTEMPTS,
    keepDays: s.IMPORT_KEEP_DAYS,
    keepRejectedDays: s.IMPORT_KEEP_REJECTED_DAYS,
    leaseSeconds: s.IMPORT_LEASE_SECONDS,
  }
}
