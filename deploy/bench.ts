import { globSync } from 'node:fs'
import { neededServers, startServers } from './servers.ts'
import { ensureInstalled } from './system-programs.ts'
import { inTemporarySession } from './temporary-session.ts'

/** `npm run bench [-- file options]`: a program of test/bench, or all of them, with servers of its own. */
export function bench([only, ...options]: string[]): Promise<number> {
  ensureInstalled(neededServers())
  return inTemporarySession('bench', async ({ data, supervisor }) => {
    const env = await startServers(data, supervisor, { durable: true })
    const files = only ? [only] : globSync('test/bench/*.ts').toSorted()
    let allSucceeded = true
    for (const file of files) {
      const program = { name: 'bench', command: process.execPath, args: [file, ...options], env }
      allSucceeded = (await supervisor.run(program, 'inherit')) && allSucceeded
    }
    return allSucceeded ? 0 : 1
  })
}
