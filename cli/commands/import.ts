import type { Pool } from 'mysql2/promise'
import { dbOf } from '#drizzle/db.ts'
import type { Config } from '#lib/config.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { publishImports } from '#worker/publish-imports.ts'
import { CommandError, defineCommand, UsageError } from '../command.ts'
import { findCourse, serverOption } from '../find-course.ts'
import { importFile } from '../import-file.ts'
import { waitForImport } from '../wait-for-import.ts'
import { withBroker } from '../with-broker.ts'
import { withDatabase } from '../with-database.ts'

export const importExport = defineCommand({
  summary: 'Imports an export file into a course. The file itself stays where it is.',
  takes: [],
  options: {
    file: { type: 'string', value: 'ZIP', says: 'the export' },
    course: { type: 'string', value: 'CODE', says: 'of the course' },
    server: serverOption,
    wait: { type: 'boolean', says: 'until it is done: progress, then the receipt' },
  },
  async run({ options: { file, course: code, server, wait } }) {
    if (!file || !code) throw new UsageError(`--${file ? 'course' : 'file'} is missing`)
    const { database, directories, imports, broker } = loadSettings()
    if (!imports.enabled) throw new CommandError('importing is switched off: DO_IMPORTING is off')
    await withDatabase({ database }, async (pool) => {
      const db = dbOf(pool)
      const courseId = await findCourse(db, code, server)
      const id = await copied(file, () => importFile({ pool, directories, courseId, path: file }))
      console.log(`${file} waits as import ${id} of ${code}`)
      await nudge(broker, pool, courseId)
      if (wait) console.log(await waitForImport(db, id))
    })
  },
})

/** The import's row is what counts: without a message the workers find it, only later. */
async function nudge(settings: Config['broker'], pool: Pool, courseId: number): Promise<void> {
  try {
    await withBroker({ settings }, (broker) => publishImports({ pool, broker }, { courseId }))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    console.error(`${error.message} The import waits until the workers look for it themselves.`)
  }
}

async function copied<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'path' in error) {
      const why = 'code' in error ? ` (${String(error.code)})` : ''
      throw new CommandError(`${path} cannot be copied${why}`, { cause: error })
    }
    throw error
  }
}
