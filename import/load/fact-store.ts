import type { PoolConnection } from 'mysql2/promise'
import type { CourseCalendar } from '../figures/course-calendar.ts'
import { exactInstant } from '../instant.ts'
import { TsvRows } from '../tsv-rows.ts'
import type { ChangeLog } from './change-log.ts'
import type { Fact } from './facts.ts'
import { loadRows } from './load-rows.ts'
import type { FactsChange, FactTable } from './merge-facts.ts'
import { upsertRows } from './sql.ts'

interface Target {
  courseId: number
  importId: number
  calendar: CourseCalendar
}

/** Stores new posts or attempts, and grades that this export knows better. */
export async function storeFacts(
  connection: PoolConnection,
  target: Target,
  table: FactTable,
  { fresh, regraded }: FactsChange,
  log: ChangeLog,
) {
  const { courseId, importId, calendar } = target
  const columns = ['user_no', 'at', 'resource_no', ...(table === 'attempts' ? ['grade'] : [])]
  const constants = { course_id: courseId, import_id: importId }
  await loadRows(
    connection,
    { table, columns, constants, onRepeat: 'fail' },
    factChunks(table, fresh, calendar),
  )
  const rowOf = ({ userNo, at, resourceNo }: Fact, grade: string | null, byImport: number) => ({
    user_no: userNo,
    at: exactInstant(calendar.startMicros + at),
    resource_no: resourceNo,
    grade,
    import_id: byImport,
  })
  for (const { before } of regraded)
    log.add('attempts', rowOf(before, before.grade, before.importId))
  await upsertRows(connection, {
    table,
    columns: ['course_id', 'user_no', 'at', 'resource_no', 'grade', 'import_id'],
    keep: ['course_id', 'user_no', 'at', 'resource_no'],
    rows: regraded.map(({ before, grade }) => [
      courseId,
      ...Object.values(rowOf(before, grade, importId)),
    ]),
  })
}

function* factChunks(table: FactTable, facts: Fact[], calendar: CourseCalendar): Generator<Buffer> {
  const rows = new TsvRows()
  for (const { userNo, at, resourceNo, grade } of facts) {
    rows.number(userNo)
    rows.instant(calendar.startMicros + at)
    rows.number(resourceNo)
    if (table === 'attempts') rows.text(grade)
    rows.endRow()
    if (rows.isFull) yield* rows.taken()
  }
  yield* rows.taken()
}
