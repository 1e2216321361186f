import { dbOf } from '#drizzle/db.ts'
import { clearCourse } from '#import/clear-course.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { auditFromCommand } from '../accounts.ts'
import { takeFromCourse } from '../change-course.ts'
import { defineCommand } from '../command.ts'
import { findCourse, serverOption } from '../find-course.ts'
import { withDatabase } from '../with-database.ts'

export const clear = defineCommand({
  summary: 'Empties a course of all imported data. Owners, events and who is left out stay.',
  takes: ['code'],
  options: { server: serverOption },
  async run({ arguments: { code }, options: { server } }) {
    const { database } = loadSettings()
    const taken = await withDatabase({ database }, async (pool) => {
      const db = dbOf(pool)
      const courseId = await findCourse(db, code, server)
      const done = await takeFromCourse(() => clearCourse(pool, courseId))
      await auditFromCommand(db, 'course.cleared', {}, courseId)
      return done
    })
    console.log(`${code} is cleared; what went: ${taken}`)
  },
})
