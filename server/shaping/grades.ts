import type { Grades } from '#shared/figures.ts'
import { publicId } from '#shared/public-id.ts'
import type { gradesByAssessment } from '../queries/assessment-grades.ts'
import type { newestGrades } from '../queries/newest-grades.ts'
import type { StudentRow } from '../queries/students-of.ts'
import type { Table } from './csv.ts'
import { decimal } from './numbers.ts'
import { personOf } from './people.ts'

type Rows<Query extends (...question: never[]) => Promise<unknown>> = Awaited<ReturnType<Query>>

interface Known {
  assessments: Rows<typeof gradesByAssessment>
  students: StudentRow[]
  grades: Rows<typeof newestGrades>
}

export function gradesOf(courseId: number, { assessments, students, grades }: Known): Grades {
  const gradesByStudent = Map.groupBy(grades, ({ userNo }) => userNo)
  return {
    assessments: assessments.map(({ resourceNo, key, title, average, median, graded }) => ({
      id: publicId(courseId, resourceNo),
      key,
      title,
      average: decimal(average),
      median: decimal(median),
      graded: graded ?? 0,
    })),
    students: students.map((student) => ({
      ...personOf(courseId, student),
      grades: Object.fromEntries(
        (gradesByStudent.get(student.userNo) ?? []).map(({ resourceNo, grade }) => [
          publicId(courseId, resourceNo),
          Number(grade),
        ]),
      ),
    })),
  }
}

/** A row a student, a column an assessment, and below them the average and the median. */
export function gradeCells({ assessments, students }: Grades): Table {
  return {
    header: ['key', 'name', ...assessments.map(({ title }) => title)],
    rows: [
      ...students.map(({ key, name, grades }) => [
        key,
        name,
        ...assessments.map(({ id }) => grades[id]),
      ]),
      ['average', null, ...assessments.map(({ average }) => average)],
      ['median', null, ...assessments.map(({ median }) => median)],
    ],
  }
}
