import type { ClassMedians } from '#shared/class-medians.ts'
import type { StudentPage } from '#shared/student-page.ts'
import { contentTypeName } from '../../texts/content-type-name.ts'
import { formatAverage, formatGrade, formatNumber } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'

const t = texts.students.page

/** A median or a mean: whole, or with one decimal. */
export const formatMiddle = (value: number) =>
  Number.isInteger(value) ? formatNumber(value) : formatAverage(value)

/** What a student did with a forum, and what the middle one of the class did there. */
export type CommunicationRow = StudentPage['communication'][number] & {
  median?: ClassMedians['communication'][number]
}
/** The same of an assessment. */
export type AssessmentRow = StudentPage['assessment'][number] & {
  median?: ClassMedians['assessment'][number]
}

/** Rows with the medians of the class beside them, as far as these are there. */
export function withMedians<Row extends { id: number }, Median extends { id: number }>(
  rows: readonly Row[],
  medians: readonly Median[] | undefined,
): (Row & { median?: Median })[] {
  const byId = new Map(medians?.map((median) => [median.id, median]))
  return rows.map((row) => {
    const median = byId.get(row.id)
    return median ? { ...row, median } : row
  })
}

interface Titled {
  title: string
  contentType: string
}
const titleColumn = <Row extends Titled>(): Column<Row> => ({
  id: 'title',
  kind: 'text',
  widthRem: 16,
  header: t.columns.title,
  value: ({ title }) => title,
  note: ({ title, contentType }) => `${title} · ${contentTypeName(contentType)}`,
})

interface Figure<Row> {
  id: 'visits' | 'posts' | 'attempts' | 'latestGrade' | 'averageGrade'
  own: (row: Row) => number | null
  median?: (row: Row) => number | null | undefined
  definition?: string
  medianDefinition?: string
  writeMedian?: (value: number) => string
  /** How the figure of the student is written; a count where nothing else is said. */
  write?: (value: number) => string
}

/** A figure of the student and, beside it, that of the class. */
function figureColumns<Row>(figure: Figure<Row>): Column<Row>[] {
  const header = t.columns[figure.id]
  const { median, write = formatNumber, writeMedian = formatMiddle } = figure
  const own: Column<Row> = {
    id: figure.id,
    kind: 'number',
    widthRem: 6.5,
    header,
    definition: figure.definition,
    value: (row) => figure.own(row) ?? undefined,
    text: (row) => {
      const value = figure.own(row)
      return value === null ? '–' : write(value)
    },
  }
  if (!median) return [own]
  return [
    own,
    {
      id: `${figure.id}Median`,
      kind: 'number',
      widthRem: 5.5,
      header: t.columns.median,
      definition: `${t.columns.medianOf(header)}. ${figure.medianDefinition ?? t.definitions.median}`,
      value: (row) => median(row) ?? undefined,
      text: (row) => {
        const value = median(row)
        return value == null ? '–' : writeMedian(value)
      },
      csv: [{ header: t.columns.medianOf(header), value: (row) => median(row) ?? undefined }],
    },
  ]
}
export const communicationColumns: Column<CommunicationRow>[] = [
  titleColumn(),
  ...figureColumns<CommunicationRow>({
    id: 'visits',
    own: ({ visits }) => visits,
    median: ({ median }) => median?.visits,
  }),
  ...figureColumns<CommunicationRow>({
    id: 'posts',
    own: ({ posts }) => posts,
    median: ({ median }) => median?.posts,
  }),
]

export const assessmentColumns: Column<AssessmentRow>[] = [
  titleColumn(),
  ...figureColumns<AssessmentRow>({
    id: 'visits',
    own: ({ visits }) => visits,
    median: ({ median }) => median?.visits,
  }),
  ...figureColumns<AssessmentRow>({
    id: 'attempts',
    own: ({ attempts }) => attempts,
    median: ({ median }) => median?.attempts,
  }),
  ...figureColumns<AssessmentRow>({
    id: 'latestGrade',
    own: ({ latestGrade }) => latestGrade,
    write: formatGrade,
    writeMedian: formatGrade,
    median: ({ median }) => median?.grade,
    definition: t.definitions.latestGrade,
    medianDefinition: t.definitions.medianGrade,
  }),
  ...figureColumns<AssessmentRow>({
    id: 'averageGrade',
    own: ({ averageGrade }) => averageGrade,
    write: formatGrade,
    definition: t.definitions.averageGrade,
  }),
]
