import type { Pool, PoolConnection } from 'mysql2/promise'
import { inCourseTransaction, type Patience } from './course-transaction.ts'
import { erase } from './load/erase.ts'
import { countCourse, type FigureSettings } from './rebuild-figures.ts'

interface Erasing extends FigureSettings, Patience {
  userNo: number
  userKey: string
}

/**
 * Erases one person from a course, in one transaction: their rows go, and all figures are counted without them.
 * Answers how many facts there were. Exports that are kept, and exports to come, still hold the person.
 */
export function erasePerson(
  pool: Pool,
  courseId: number,
  { userNo, userKey, ...settings }: Erasing,
): Promise<number> {
  const eraseAndCount = async (connection: PoolConnection, workDirectory: string) => {
    const rows = await erase(connection, { courseId, userNo, userKey })
    await countCourse(connection, courseId, { ...settings, workDirectory })
    return rows
  }
  return inCourseTransaction(pool, courseId, eraseAndCount, settings)
}
