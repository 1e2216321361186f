import { loadSettings } from '#lib/lifecycle.ts'
import { createLog } from '#lib/log.ts'
import { applyRetention } from '#worker/retention.ts'
import { coursesPastTheirTime, type CoursePastItsTime } from '#worker/retention-rows.ts'
import { defineCommand } from '../command.ts'
import { withDatabase } from '../with-database.ts'

export const retention = defineCommand({
  summary: 'Empties courses that have been kept for as long as their rule says.',
  takes: [],
  options: { 'dry-run': { type: 'boolean', says: 'only list what would go' } },
  details:
    'What exports brought goes, files included; course, owners and events stay. The nightly task purge does the same. A course without a rule of its own follows COURSE_KEEP_DAYS; without that, nothing goes.',
  async run({ options }) {
    const { database, directories, courseKeepDays, logLevel } = loadSettings()
    await withDatabase({ database }, async (pool) => {
      if (options['dry-run']) {
        const due = await coursesPastTheirTime(pool, courseKeepDays)
        for (const course of due) console.log(`would go: ${inWords(course)}`)
        if (due.length === 0) console.log('nothing would go')
        return
      }
      const log = createLog('cloop', logLevel)
      const gone = await applyRetention({ pool, log, directories, courseKeepDays })
      for (const course of gone) console.log(`emptied: ${inWords(course)}`)
      if (gone.length === 0) console.log('nothing to do')
    })
  },
})

const inWords = ({ code, endedOn, keepDays, people, imports }: CoursePastItsTime) =>
  `${code}, ended on ${endedOn}, kept for ${keepDays} days: ${people} people with all they did, files of ${imports} imports`
