import { run } from './run.ts'

// Files that commands write hold personal data: they are ours alone.
process.umask(0o077)
process.exitCode = await run(process.argv.slice(2))
