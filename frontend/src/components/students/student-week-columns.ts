import { weekDates } from '#shared/calendar-days.ts'
import type { Course } from '#shared/course.ts'
import type { StudentVisits } from '#shared/figures.ts'
import { knownWeeks } from '../../known-weeks.ts'
import { formatDay, formatDays, formatNumber, formatPercent } from '../../texts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { Column } from '../table/column.ts'

export type StudentRow = StudentVisits['rows'][number]
type RowColumn = Column<StudentRow>

interface Input {
  course: Course
  totals: StudentVisits['totals']
  highest: number
}

const t = texts.students

export const nameColumn: Column<{ id: number; key: string; name: string }> = {
  id: 'name',
  kind: 'text',
  widthRem: 14,
  header: t.columns.name,
  value: ({ name }) => name,
  note: ({ name, key }) => `${name} · ${t.page.key(key)}`,
}

/** A student's visits in all, their share, and then week by week. */
export function studentWeekColumns(input: Input): RowColumn[] {
  const { course, totals } = input
  const weeks = Array.from({ length: course.weeks }, (_, index) => weekColumn(input, index))
  const ofAll = (row: StudentRow) => withBase(texts.resources.wholeCourse, row.total, totals.total)
  return [
    nameColumn,
    {
      id: 'total',
      kind: 'number',
      widthRem: 5,
      header: t.columns.visits,
      definition: t.definitions.visits,
      value: ({ total }) => total,
      text: ({ total }) => formatNumber(total),
      note: ofAll,
      total: formatNumber(totals.total),
      totalNote: `${texts.resources.wholeCourse}: ${t.allVisits(totals.total)}`,
    },
    {
      id: 'percent',
      kind: 'number',
      widthRem: 4.5,
      header: '%',
      definition: t.definitions.percent(totals.total),
      value: ({ percent }) => Math.round(10 * percent) / 10,
      text: ({ percent }) => formatPercent(percent),
      note: ofAll,
      total: formatPercent(totals.total === 0 ? 0 : 100),
    },
    ...weeks,
  ]
}

function withBase(when: string, figure: number, base: number): string {
  return `${when}: ${t.of(figure, base, formatPercent(base === 0 ? 0 : (100 * figure) / base))}`
}

function weekColumn({ course, totals, highest }: Input, index: number): RowColumn {
  const week = index + 1
  const { firstDay, lastDay } = weekDates(course, week)
  const when = texts.resources.weekWithDates(week, formatDays(firstDay, lastDay))
  const head = {
    id: `w${week}`,
    kind: 'number' as const,
    widthRem: 3.5,
    header: texts.shell.weekShort(week),
    subheader: formatDay(firstDay),
  }
  if (week > knownWeeks(course)) return { ...head, ...unknownWeek(when) }
  const all = totals.weeks[index] ?? 0
  const figure = ({ weeks }: StudentRow) => weeks[index] ?? 0
  return {
    ...head,
    definition: t.definitions.weekVisits(when),
    value: figure,
    text: (row) => formatNumber(figure(row)),
    note: (row) => withBase(when, figure(row), all),
    heat: (row) => (highest === 0 ? 0 : figure(row) / highest),
    total: formatNumber(all),
    totalNote: `${when}: ${t.allVisits(all)}`,
  }
}

/** No export reaches into this week: it has no figures, not even zeros. */
function unknownWeek(when: string) {
  const note = texts.resources.noDataYet(when)
  const nothing = { value: () => undefined, text: () => '–', note: () => note }
  return { definition: note, ...nothing, total: '–', totalNote: note }
}
