import { pino, type Logger } from 'pino'

export type { Logger }

/**
 * One JSON line per request, task and import, on standard output. Fields hold ids, counts and codes,
 * never names, addresses, grades or tokens.
 */
export function createLog(kind: string, level: string): Logger {
  return pino({
    level,
    base: { process: kind, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: withoutParameters },
  })
}

/** An error without the parameters of its SQL: drizzle's text and mysql2's `sql` hold row contents. */
function withoutParameters(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, stack, cause, code, errno } = error as Error & { code?: unknown; errno?: unknown }
  const fromQuery = name === 'DrizzleQueryError' || 'sql' in error
  return {
    type: name,
    message: fromQuery ? 'a statement failed' : error.message,
    code,
    errno,
    stack: stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    cause: cause === undefined ? undefined : withoutParameters(cause),
    ...(error instanceof SuppressedError
      ? { last: withoutParameters(error.error), first: withoutParameters(error.suppressed) }
      : {}),
  }
}
