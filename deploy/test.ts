import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { say } from './cannot-start.ts'
import { neededServers, startServers } from './servers.ts'
import type { Session } from './session.ts'
import { buildSite } from './site-build.ts'
import type { Supervisor } from './supervisor.ts'
import { ensureInstalled, findBrowser } from './system-programs.ts'
import { inTemporarySession } from './temporary-session.ts'
import { addCounts, countsLine, type TestCounts } from './test-counts.ts'

const checksAtOnce = 2
const nothing: TestCounts = { passed: 0, failed: 0, skipped: 0 }

/** `npm test [-- files]`: with files only their tests, without the checks of types and style. */
export async function test(args: string[]): Promise<number> {
  let counts: TestCounts = { ...nothing, failed: 1 }
  // Whatever ends us, the last line says how it went.
  process.once('exit', () => console.log(countsLine(counts)))
  ensureInstalled([...neededServers(), ...(process.env.CHROMIUM ? [] : (['Chromium'] as const))])
  return inTemporarySession('test', async (session) => {
    counts = await runAll(session, args)
    return counts.failed === 0 ? 0 : 1
  })
}

async function runAll(session: Session, args: string[]): Promise<TestCounts> {
  const { data, supervisor } = session
  const servers = startServers(data, supervisor, { durable: false })
  const checks = args.length > 0 ? nothing : await runChecks(supervisor)
  const built = await countStep(supervisor, 'build', () => buildSite(supervisor))
  const tests = await runVitest(session, await servers, args)
  return [checks, built, tests].reduce(addCounts)
}

/** Every `check:` script of package.json counts as one test. */
async function runChecks(supervisor: Supervisor): Promise<TestCounts> {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:'))
  let counts = nothing
  const lane = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const program = { name, command: 'npm', args: ['run', '--silent', name] }
      const count = await countStep(supervisor, name, () => supervisor.run(program))
      counts = addCounts(counts, count)
    }
  }
  await Promise.all(Array.from({ length: checksAtOnce }, lane))
  return counts
}

async function countStep(
  supervisor: Supervisor,
  name: string,
  step: () => Promise<boolean>,
): Promise<TestCounts> {
  const startedAt = Date.now()
  const succeeded = await step()
  say(`${succeeded ? '✓' : '✗'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
  if (!succeeded) say(readFileSync(supervisor.logOf(name), 'utf8'))
  return succeeded ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 }
}

async function runVitest(
  { data, supervisor }: Session,
  env: NodeJS.ProcessEnv,
  args: string[],
): Promise<TestCounts> {
  const countsFile = join(data.path, 'counts.json')
  const reporters = ['--reporter=default', '--reporter=./deploy/count-reporter.ts']
  const succeeded = await supervisor.run(
    {
      name: 'vitest',
      command: 'vitest',
      args: ['run', ...reporters, ...args],
      env: { CHROMIUM: findBrowser(), ...env, CLOOP_TEST_COUNTS: countsFile },
    },
    'inherit',
  )
  const counts = existsSync(countsFile)
    ? (JSON.parse(readFileSync(countsFile, 'utf8')) as TestCounts)
    : nothing
  return succeeded || counts.failed > 0 ? counts : addCounts(counts, { ...nothing, failed: 1 })
}
