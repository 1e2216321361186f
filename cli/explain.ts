import { ConfigError } from '#lib/config.ts'
import { CommandError, UsageError } from './command.ts'

/** What the database's errors mean to whoever runs a command, by mysql2's code. */
const meanings: Record<string, string> = {
  ER_ACCESS_DENIED_ERROR: 'the database does not take DB_USER with this DB_PASSWORD',
  ER_DBACCESS_DENIED_ERROR: 'DB_USER may not use the database DB_NAME',
  ER_BAD_DB_ERROR: 'there is no database DB_NAME on the server: create it first',
  ER_NO_SUCH_TABLE: 'the database lacks tables: run `cloop migrate` first',
  ER_BAD_FIELD_ERROR: 'the database lacks columns: run `cloop migrate` first',
}

/**
 * One sentence for an expected failure; for any other error its message and where it came from. Never the
 * text of a statement, which may hold addresses and hashes.
 */
export function explain(error: unknown): string {
  if (
    error instanceof CommandError ||
    error instanceof ConfigError ||
    error instanceof UsageError
  ) {
    return error.message
  }
  const origin = deepestCause(error)
  const meaning = meanings[codeOf(origin)]
  if (meaning) return meaning
  if (isUnreachable(error)) return `the database does not answer (${codeOf(origin)})`
  if (!(origin instanceof Error)) return String(origin)
  const isStatement = 'sql' in origin
  const text = isStatement ? `a statement failed (${codeOf(origin)})` : origin.message
  const places = origin.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return [`${origin.name}: ${text}`, ...places].join('\n')
}

/** Whether a server could not be reached, or went away, so that a later try may succeed. */
export function isUnreachable(error: unknown): boolean {
  return unreachable.has(codeOf(deepestCause(error)))
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function deepestCause(error: unknown): unknown {
  // Several addresses of one host fail together: the first of them tells the story.
  if (error instanceof AggregateError) return deepestCause(error.errors[0])
  return error instanceof Error && error.cause !== undefined ? deepestCause(error.cause) : error
}
