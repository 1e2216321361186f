import type { TopResources, TopStudents } from '#shared/figures.ts'
import type { Category } from '#shared/resource-category.ts'
import { contentTypeName } from '../../texts/content-type-name.ts'
import { formatAverage, formatNumber } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'

/** One row of a list of the most visited: a resource, or a student by name. */
export type TopRow = Partial<TopResources['rows'][number]> & {
  id: number
  title: string
  visits: number
}
type TopColumn = Column<TopRow>

const t = texts.dashboard.top

export function studentRows({ rows }: TopStudents): TopRow[] {
  return rows.map(({ id, name, visits }) => ({ id, title: name, visits }))
}

function count(id: 'visits' | 'students' | 'posts' | 'attempts', definition?: string): TopColumn {
  return {
    id,
    header: t.columns[id],
    definition,
    kind: 'number',
    value: (row) => row[id],
    text: (row) => formatNumber(row[id] ?? 0),
  }
}

const title: TopColumn = {
  id: 'title',
  header: t.columns.title,
  kind: 'text',
  value: (row) => row.title,
  note: ({ title, contentType }) => [title, contentTypeName(contentType ?? '')].join(' · '),
}

const medianGrade: TopColumn = {
  id: 'medianGrade',
  header: t.columns.medianGrade,
  definition: t.meanings.medianGrade,
  kind: 'number',
  value: ({ medianGrade }) => medianGrade ?? undefined,
  text: ({ medianGrade }) => (medianGrade == null ? '–' : formatAverage(medianGrade)),
}

/** What each list tells besides the title: first what it is sorted by. */
export const topColumns = {
  content: [title, count('visits'), count('students', t.meanings.students)],
  communication: [title, count('visits'), count('students', t.meanings.students), count('posts')],
  assessment: [title, count('attempts'), count('visits'), medianGrade],
  students: [{ ...title, header: t.columns.name, note: undefined }, count('visits')],
} satisfies Record<Category | 'students', TopColumn[]>
