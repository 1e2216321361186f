import { existsSync } from 'node:fs'
import { ConfigError, readConfig, type Config } from './config.ts'
import { createLog, type Logger } from './log.ts'

/** What a process of ours is handed. */
export interface Running {
  config: Config
  log: Logger
  /** Aborted when the process is about to end: take no new work. */
  stopping: AbortSignal
  /** To be called at the end, the last one first. */
  onClose: (close: () => unknown) => void
  /** Ends the process in order, with exit code 1: for what only a new process mends. */
  fail: (error: unknown) => void
}

/** The longest that closing may take; supervisors kill after 30 s or later. */
const closeWithinMs = 28_000
/** A terminal and a launcher that both pass one Ctrl-C on are not two wishes. */
const secondSignalAfterMs = 1000

/** The settings in force: the environment, and `.env` of the current directory for what it leaves out. */
export function loadSettings(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readConfig(process.env)
}

function settingsOrExit(): Config {
  try {
    return loadSettings()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/**
 * Runs one process of ours: settings, log, `start`, then until SIGTERM or SIGINT; another signal later
 * ends it at once. What nobody caught is logged once and ends it, since nobody knows what state it left.
 */
export async function runProcess(
  kind: string,
  start: (running: Running) => Promise<void>,
): Promise<void> {
  // Files that we make hold personal data: they are ours alone.
  process.umask(0o077)
  const config = settingsOrExit()
  const log = createLog(kind, config.logLevel)
  const stopping = new AbortController()
  const closers: (() => unknown)[] = []
  let stoppedAt = Infinity

  function stop(exitCode: number) {
    if (stopping.signal.aborted) return
    stoppedAt = performance.now()
    stopping.abort()
    void closeAll(closers.reverse(), log).then((isClosed) => process.exit(isClosed ? exitCode : 1))
  }
  function fail(error: unknown) {
    if (stopping.signal.aborted) return
    // What only another setting mends is for the person who starts it, not for the log.
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
    else log.fatal({ err: error }, 'cannot go on')
    stop(1)
  }
  function crash(error: unknown) {
    log.fatal({ err: error }, 'an error that nobody caught')
    process.exit(1)
  }
  function stopOnSignal(signal: string) {
    if (performance.now() - stoppedAt > secondSignalAfterMs) process.exit(1)
    log.info({ signal }, 'ending')
    stop(0)
  }

  process.on('SIGTERM', stopOnSignal).on('SIGINT', stopOnSignal)
  process.on('uncaughtException', crash).on('unhandledRejection', crash)
  const onClose = (close: () => unknown) => closers.push(close)
  try {
    await start({ config, log, stopping: stopping.signal, onClose, fail })
    log.info('started')
  } catch (error) {
    fail(error)
  }
}

/** Closes one after the other, whatever happens to the former; false if one failed or it took too long. */
async function closeAll(closers: (() => unknown)[], log: Logger): Promise<boolean> {
  let isClosed = true
  const tooLong = setTimeout(() => {
    log.error('closing takes too long')
    process.exit(1)
  }, closeWithinMs)
  for (const close of closers) {
    try {
      await close()
    } catch (error) {
      isClosed = false
      log.error({ err: error }, 'closing failed')
    }
  }
  clearTimeout(tooLong)
  log.info('ended')
  return isClosed
}
