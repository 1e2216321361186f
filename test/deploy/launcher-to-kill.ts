/** Starts a service in the data directory that it is given, and stays until it is killed. */
import { openDataDirectory } from '#deploy/data-directory.ts'
import { createSupervisor } from '#deploy/supervisor.ts'

const supervisor = createSupervisor(openDataDirectory(process.argv[2] ?? ''))
await supervisor.start({ name: 'service', command: 'sleep', args: ['600'] })
process.stdout.write('started\n')
