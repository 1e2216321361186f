import { loadSettings } from '#lib/lifecycle.ts'
import { CommandError, defineCommand } from '../command.ts'
import { withBroker } from '../with-broker.ts'

export const scan = defineCommand({
  summary: 'Has the workers look for dropped exports now instead of within a minute.',
  takes: [],
  options: {},
  async run() {
    const { broker, imports, directories } = loadSettings()
    if (!imports.enabled) throw new CommandError('importing is switched off: DO_IMPORTING is off')
    await withBroker({ settings: broker }, ({ publish }) => publish({ job: 'scan-imports' }))
    console.log(`asked the workers to scan ${directories.imports.join(' and ')}`)
  },
})
