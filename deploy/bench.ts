import { neededServers, startServers } from './servers.ts'
import { buildSite } from './site-build.ts'
import { ensureInstalled } from './system-programs.ts'
import { inTemporarySession } from './temporary-session.ts'

/** `npm run bench [-- name] [options]`: the program `test/bench/<name>.ts` with servers of its own. */
export function bench(args: string[]): Promise<number> {
  const [name, ...options] = args[0]?.startsWith('-') ? ['import', ...args] : args
  const isOfPages = name === 'pages'
  const needsBrowser = isOfPages && !process.env.CHROMIUM
  // It starts and kills servers of its own.
  const isOfClusters = name === 'cluster'
  const servers = isOfClusters ? (['MariaDB', 'RabbitMQ'] as const) : neededServers()
  ensureInstalled([...servers, ...(needsBrowser ? (['Chromium'] as const) : [])])
  return inTemporarySession('bench', async ({ data, supervisor }) => {
    if (isOfPages && !(await buildSite(supervisor))) return 1
    const program = {
      name: 'bench',
      command: process.execPath,
      args: [`test/bench/${name ?? 'import'}.ts`, ...options],
      env: isOfClusters ? process.env : await startServers(data, supervisor, { durable: true }),
    }
    return (await supervisor.run(program, 'inherit')) ? 0 : 1
  })
}
