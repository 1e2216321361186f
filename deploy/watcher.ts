import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * A shell that waits for us to end. Its reading ends when our side of the pipe is closed, which the
 * system does even after `kill -9`; then it stops what we could not. Returns what calls it off.
 */
export function watchForOurEnd(runningFile: string, directoryToRemove?: string): () => void {
  const script = fileURLToPath(new URL('stop-running.ts', import.meta.url))
  const command = [
    process.execPath,
    script,
    runningFile,
    ...(directoryToRemove ? [directoryToRemove] : []),
  ]
  const watcher = spawn('sh', ['-c', 'read -r _; exec "$@"', 'sh', ...command], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.unref()
  return () => watcher.kill('SIGKILL')
}
