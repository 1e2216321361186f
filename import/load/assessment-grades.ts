import type { PoolConnection } from 'mysql2/promise'
import { forEachRow, inBatches, upsertRows } from './sql.ts'

const resourcesPerSelect = 200

/** Works out mean and median of each of the assessments anew from the grades of its students. */
export async function storeAssessmentGrades(
  connection: PoolConnection,
  courseId: number,
  assessments: number[],
) {
  for (const batch of inBatches(assessments, resourcesPerSelect)) {
    const grades = new Map<number, bigint[]>()
    // Walks the primary key: one range for each assessment.
    await forEachRow(
      connection,
      `SELECT resource_no, newest_graded FROM student_resources
      WHERE course_id = ? AND resource_no IN (?) AND newest_graded IS NOT NULL`,
      [courseId, batch],
      ([resourceNo, grade]) => {
        const own = grades.get(Number(resourceNo)) ?? []
        grades.set(Number(resourceNo), own)
        own.push(tenThousandths(String(grade)))
      },
    )
    await connection.query(
      'DELETE FROM assessment_grades WHERE course_id = ? AND resource_no IN (?)',
      [courseId, batch],
    )
    await upsertRows(connection, {
      table: 'assessment_grades',
      columns: ['course_id', 'resource_no', 'graded', 'average', 'median'],
      keep: ['course_id', 'resource_no'],
      rows: [...grades].map(([resourceNo, own]) => [
        courseId,
        resourceNo,
        own.length,
        averageOf(own),
        medianOf(own),
      ]),
    })
  }
}

/** A `DECIMAL(10,4)` as a whole number, so that sums stay exact. */
const tenThousandths = (grade: string): bigint => BigInt(grade.replace('.', ''))

/** To eight decimals, half to even. */
export function averageOf(grades: bigint[]): string {
  const sum = grades.reduce((total, grade) => total + grade, 0n)
  return decimal(dividedHalfEven(sum * 10_000n, BigInt(grades.length)))
}

export function medianOf(grades: bigint[]): string {
  const sorted = grades.toSorted((a, b) => Number(a - b))
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0n
  return decimal((low + high) * 5000n)
}

function dividedHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const twiceRest = 2n * (dividend % divisor)
  const size = twiceRest < 0n ? -twiceRest : twiceRest
  const isUp = size > divisor || (size === divisor && quotient % 2n !== 0n)
  return isUp ? quotient + (twiceRest < 0n ? -1n : 1n) : quotient
}

/** Hundred-millionths as a decimal number. */
function decimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(9, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`
}
