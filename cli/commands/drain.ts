import { endSiteState, setSiteState } from '#drizzle/site-state.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { defineCommand } from '../command.ts'
import { wholeNumber } from '../whole-number.ts'
import { processesInWords, waitForPause, waitOption } from '../wait-for-pause.ts'
import { withDatabase } from '../with-database.ts'

export const drain = defineCommand({
  summary: 'Lets workers finish what they hold, and publishes nothing more: before an upgrade.',
  takes: [],
  options: {
    wait: waitOption,
    end: { type: 'boolean', says: 'have the processes that were drained work again' },
  },
  details:
    'The site stays open; what is asked of the workers waits in its queue. Exit code 0 means that nothing is\nunacknowledged. Processes that are started afterwards work as usual: replace the drained ones by them.',
  async run({ options }) {
    const waitSeconds = wholeNumber('--wait', options.wait ?? '600')
    await withDatabase(loadSettings(), async (pool) => {
      if (options.end) {
        const didHold = await endSiteState(pool, 'drain')
        console.log(didHold ? 'work goes on' : 'nothing was drained')
        return
      }
      await setSiteState(pool, 'drain')
      const paused = await waitForPause(pool, { kinds: ['worker', 'beat'], waitSeconds })
      console.log(`nothing is unacknowledged (drained: ${processesInWords(paused)})`)
    })
  },
})
