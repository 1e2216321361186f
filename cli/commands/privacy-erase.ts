import type { Pool } from 'mysql2/promise'
import { dbOf } from '#drizzle/db.ts'
import { erasePerson } from '#import/erase-person.ts'
import { CourseNotLocked } from '#import/load/course-lock.ts'
import { forgetChoice } from '#import/load/erase.ts'
import { endedImportIdsOf } from '#import/load/removal.ts'
import { ChangeRefused } from '#import/problems.ts'
import type { Config } from '#lib/config.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import type { PersonInCourse } from '#server/queries/person-data.ts'
import { publicId } from '#shared/public-id.ts'
import { removeImportFiles } from '#worker/import-files.ts'
import { auditFromCommand } from '../accounts.ts'
import { CommandError, defineCommand } from '../command.ts'
import { findLmsPerson, personOptions } from '../person.ts'
import { withDatabase } from '../with-database.ts'

const waitSeconds = 10

export const privacyErase = defineCommand({
  summary: 'Erases one person of the LMS from all courses, with all that is kept of their exports.',
  takes: [],
  options: {
    ...personOptions,
    'dry-run': { type: 'boolean', says: 'only say from which courses' },
  },
  details:
    'Figures are counted anew without the person. Kept exports of these courses are deleted, since they hold everybody. Erase the person in the LMS first: the next export brings back whoever is in it. Backups: see docs/privacy.md.',
  async run({ options }) {
    const config = loadSettings()
    await withDatabase(config, async (pool) => {
      const { userKey, courses, leavingOut } = await findLmsPerson(dbOf(pool), options)
      if (options['dry-run']) {
        for (const { code } of courses) console.log(`would be erased from ${code}`)
        for (const { code } of leavingOut) console.log(`would be forgotten as left out of ${code}`)
        return
      }
      for (const course of courses) console.log(await eraseFrom(pool, config, course, userKey))
      for (const { courseId, code } of leavingOut) {
        await forgetChoice(pool, { courseId, userKey })
        console.log(`forgotten as left out of ${code}`)
      }
    })
  },
})

async function eraseFrom(
  pool: Pool,
  { directories, sessionGapMinutes }: Config,
  { courseId, code, userNo }: PersonInCourse,
  userKey: string,
): Promise<string> {
  try {
    const person = { userNo, userKey, sessionGapMinutes, waitSeconds }
    // Once they are erased nobody could be found by this key to take up what a crash has left.
    await removeFiles(pool, courseId, directories)
    const rows = await erasePerson(pool, courseId, person)
    // An import may have ended meanwhile.
    const files = await removeFiles(pool, courseId, directories)
    const detail = { student: publicId(courseId, userNo) }
    await auditFromCommand(dbOf(pool), 'privacy.erased', detail, courseId)
    return `erased from ${code}: ${rows} visits, posts and attempts, files of ${files} imports`
  } catch (error) {
    if (error instanceof ChangeRefused) {
      throw new CommandError(`${code}: ${error.message} Call this again.`, { cause: error })
    }
    if (!(error instanceof CourseNotLocked)) throw error
    throw new CommandError(`${code} is being imported: call this again when that has ended`, {
      cause: error,
    })
  }
}

async function removeFiles(pool: Pool, courseId: number, directories: Config['directories']) {
  const importIds = await endedImportIdsOf(pool, courseId)
  for (const id of importIds) await removeImportFiles(directories, id)
  return importIds.length
}
