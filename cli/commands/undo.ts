import { dbOf } from '#drizzle/db.ts'
import { courseOfImport } from '#import/load/course.ts'
import { undoImport } from '#import/undo-import.ts'
import { loadSettings } from '#lib/lifecycle.ts'
import { auditFromCommand } from '../accounts.ts'
import { takeFromCourse } from '../change-course.ts'
import { defineCommand, UsageError } from '../command.ts'
import { withDatabase } from '../with-database.ts'

export const undo = defineCommand({
  summary: 'Takes back the newest import of a course, as if it had never come.',
  takes: ['import id'],
  options: {},
  details: 'All figures of the course are counted anew: some seconds for each million of visits.',
  async run({ arguments: { 'import id': id } }) {
    if (!/^[1-9]\d{0,9}$/.test(id)) throw new UsageError(`${id} is not the id of an import`)
    const { database, sessionGapMinutes } = loadSettings()
    const importId = Number(id)
    const taken = await withDatabase({ database }, async (pool) => {
      const done = await takeFromCourse(() => undoImport(pool, importId, { sessionGapMinutes }))
      const courseId = await courseOfImport(pool, importId)
      await auditFromCommand(dbOf(pool), 'import.undone', { import: importId }, courseId)
      return done
    })
    console.log(`import ${id} is undone; what went: ${taken}`)
  },
})
