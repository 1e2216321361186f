import { writeFile } from 'node:fs/promises'
import { dbOf } from '#drizzle/db.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { personData } from '#server/queries/person-data.ts'
import { publicId } from '#shared/public-id.ts'
import { auditFromCommand } from '../accounts.ts'
import { defineCommand } from '../command.ts'
import { findLmsPerson, personOptions } from '../person.ts'
import { withDatabase } from '../with-database.ts'

export const privacyExport = defineCommand({
  summary: 'Hands out everything that is stored about one person of the LMS, over all courses.',
  takes: [],
  options: {
    ...personOptions,
    out: {
      type: 'string',
      value: 'FILE',
      says: 'write there, for its owner alone, not to the terminal',
    },
  },
  details:
    'The answer is JSON. Exports that are kept hold the same rows: docs/privacy.md says where and for how long.',
  async run({ options }) {
    const { database } = loadSettings()
    const data = await withDatabase({ database }, async (pool) => {
      const db = dbOf(pool)
      const { userKey, courses, leavingOut } = await findLmsPerson(db, options)
      const collected = []
      for (const course of courses) {
        collected.push(await personData(db, course))
        const detail = { student: publicId(course.courseId, course.userNo) }
        await auditFromCommand(db, 'privacy.exported', detail, course.courseId)
      }
      return { userKey, courses: collected, leftOutIn: leavingOut.map(({ code }) => code) }
    })
    const text = JSON.stringify(data, null, 2)
    if (options.out === undefined) return console.log(text)
    await writeFile(options.out, `${text}\n`, { mode: 0o600, flag: 'wx' })
    console.log(`wrote ${options.out}: ${data.courses.length} courses`)
  },
})
