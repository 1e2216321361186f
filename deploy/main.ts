import { explain } from '#cli/explain.ts'
import { CannotStart } from './cannot-start.ts'

/** Each command answers the exit code; loaded by need, since a test run needs nothing of the demo. */
const commands: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  demo: async () => (await import('./demo.ts')).demo,
  dev: async () => (await import('./dev.ts')).dev,
  test: async () => (await import('./test.ts')).test,
  bench: async () => (await import('./bench.ts')).bench,
}

const [name = '', ...args] = process.argv.slice(2)
try {
  const command = await commands[name]?.()
  if (!command) throw new CannotStart(`run.sh takes ${Object.keys(commands).join(', ')}`)
  process.exitCode = await command(args)
} catch (error) {
  console.error(`cloop: ${error instanceof CannotStart ? error.message : explain(error)}`)
  process.exitCode = 1
}
// What was interrupted may still wait for something; everything that was started has been stopped.
process.exit()
