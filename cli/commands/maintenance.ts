import { endSiteState, readSiteState, setSiteState } from '#drizzle/site-state.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { CommandError, defineCommand } from '../command.ts'
import { wholeNumber } from '../whole-number.ts'
import { processesInWords, waitForPause, waitOption } from '../wait-for-pause.ts'
import { withDatabase } from '../with-database.ts'

const halfCopy =
  'closed to everybody: a staging copy is half made, and real people are in it. Run `cloop staging refresh`'

export const maintenanceOn = defineCommand({
  summary: 'Closes the site: 503 for everybody, and nothing is written any more.',
  takes: [],
  options: {
    'retry-after': { type: 'string', value: 'SECONDS', says: 'what clients are told (300)' },
    wait: waitOption,
  },
  details:
    'Workers finish what they hold and take no more; files that arrive wait. Ends when every process has\npaused. Health checks go on, and the addresses in MAINTENANCE_ALLOW get in (what they do is written).',
  async run({ options }) {
    const retryAfterSeconds = wholeNumber('--retry-after', options['retry-after'] ?? '300')
    const waitSeconds = wholeNumber('--wait', options.wait ?? '600')
    await withDatabase(loadSettings(), async (pool) => {
      await setSiteState(pool, 'maintenance', { retryAfterSeconds })
      console.log('the site is in maintenance')
      const kinds = ['web', 'worker', 'beat'] as const
      const paused = await waitForPause(pool, { kinds, waitSeconds })
      console.log(`nothing is written any more (paused: ${processesInWords(paused)})`)
    })
  },
})

export const maintenanceOff = defineCommand({
  summary: 'Opens the site again; work goes on within a second.',
  takes: [],
  options: {},
  async run() {
    await withDatabase(loadSettings(), async (pool) => {
      const didHold = await endSiteState(pool, 'maintenance')
      const { copy } = await readSiteState(pool)
      if (copy) throw new CommandError(`no longer in maintenance, but ${halfCopy}`)
      console.log(didHold ? 'the site is open again' : 'the site was not in maintenance')
    })
  },
})

export const maintenanceStatus = defineCommand({
  summary: 'Says whether the site is in maintenance or drained.',
  takes: [],
  options: {},
  async run() {
    const { maintenance, drain, copy } = await withDatabase(loadSettings(), readSiteState)
    if (copy) console.log(halfCopy)
    else
      console.log(maintenance ? `in maintenance since ${maintenance.since.toISOString()}` : 'open')
    if (drain) console.log(`drained since ${drain.since.toISOString()}`)
  },
})
