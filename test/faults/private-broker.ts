import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataDirectory } from '#deploy/data-directory.ts'
import { isAlive, type ProcessIdentity } from '#deploy/process-identity.ts'
import { startRabbitmq } from '#deploy/rabbitmq.ts'
import { runningFile } from '#deploy/running-file.ts'
import { createSupervisor } from '#deploy/supervisor.ts'
import { until } from '../worker/support.ts'

/** A broker of one's own, to be stopped. It throws consumers off that do not acknowledge for so long. */
export async function startPrivateBroker({ acknowledgeWithinMs }: { acknowledgeWithinMs: number }) {
  const directory = await mkdtemp(join(tmpdir(), 'cloop-broker-'))
  const data = openDataDirectory(directory)
  const supervisor = createSupervisor(data, { temporary: true })
  const settings = await startRabbitmq(data, supervisor, {
    acknowledgeWithinMs,
    // So often channels look whether a consumer is late; by default it is once a minute.
    erlangArguments: '-rabbit channel_tick_interval 200',
  })
  return {
    settings,
    /** Ends the broker; its supervisor starts it again. Resolves when it is gone. */
    stop: async (signal: 'SIGKILL' | 'SIGTERM') => {
      const file = runningFile(data.path, process.pid)
      const started = JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity[]
      const broker = started.at(-1)!
      process.kill(-broker.pid, signal)
      await until(() => !isAlive(broker))
    },
    close: async () => {
      await supervisor.stopAll()
      data.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
