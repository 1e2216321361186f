import { CommandError } from './command.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs `work` with a signal that is aborted when the process is asked to end, so that what is half done can be
 * cleared away first. Asked a second time the process ends at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupting = new AbortController()
  const interrupt = (name: NodeJS.Signals) => {
    if (interrupting.signal.aborted) return
    console.error(`${name}: ending in order; once more ends at once`)
    interrupting.abort(new CommandError(`interrupted by ${name}`))
  }
  for (const name of signals) process.once(name, interrupt)
  try {
    return await work(interrupting.signal)
  } finally {
    for (const name of signals) process.off(name, interrupt)
  }
}

/** What `work` comes to, or the reason of the signal; then whoever works on is to be stopped by the caller. */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const reject = () => aborted.reject(signal.reason as Error)
  signal.addEventListener('abort', reject, { once: true })
  try {
    return await Promise.race([work(), aborted.promise])
  } finally {
    signal.removeEventListener('abort', reject)
  }
}
