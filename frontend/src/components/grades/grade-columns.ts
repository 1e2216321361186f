import type { Grades } from '#shared/figures.ts'
import { formatGrade } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'

export type GradeRow = Grades['students'][number]
type Assessment = Grades['assessments'][number]
type GradeColumn = Column<GradeRow>

const t = texts.categories.grades
const written = (grade: number | null) => (grade === null ? '–' : formatGrade(grade))

/** A column for each assessment, shaded by its own highest grade. */
export function gradeColumns({ assessments, students }: Grades): GradeColumn[] {
  const name: GradeColumn = {
    id: 'name',
    kind: 'text',
    widthRem: 14,
    header: t.name,
    value: (row) => row.name,
    note: (row) => row.name,
  }
  return [name, ...assessments.map((one) => assessmentColumn(one, students))]
}

function assessmentColumn(assessment: Assessment, students: GradeRow[]): GradeColumn {
  const { id, title, average, median, graded } = assessment
  const gradeOf = ({ grades }: GradeRow) => grades[id]
  const highest = Math.max(0, ...students.map((row) => gradeOf(row) ?? 0))
  return {
    id: `a${id}`,
    kind: 'number',
    widthRem: 6.5,
    header: title,
    isLongHeader: true,
    definition:
      graded === 0
        ? t.noneGraded(title)
        : t.definition(title, graded, students.length, written(highest)),
    value: gradeOf,
    text: (row) => {
      const grade = gradeOf(row)
      return grade === undefined ? '' : formatGrade(grade)
    },
    note: (row) => {
      const grade = gradeOf(row)
      if (grade === undefined) return t.noGrade(title)
      return t.cell(title, formatGrade(grade), written(average), written(median))
    },
    heat: (row) => (highest > 0 ? Math.max(0, gradeOf(row) ?? 0) / highest : 0),
    total: [written(average), written(median)],
    totalNote:
      graded === 0
        ? [t.noneGraded(title), t.noneGraded(title)]
        : [
            t.averageNote(title, written(average), graded),
            t.medianNote(title, written(median), graded),
          ],
  }
}

/** Average and median as lines of a CSV, below those of the students. */
export function summaryLines({ assessments }: Grades): (string | number | undefined)[][] {
  const line = (label: string, figure: 'average' | 'median') => [
    undefined,
    label,
    ...assessments.map((one) => one[figure] ?? undefined),
  ]
  return [line(t.average, 'average'), line(t.median, 'median')]
}
