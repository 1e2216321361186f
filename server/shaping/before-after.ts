import type { RepeatingEvent, WeekHalves } from '#shared/before-after.ts'
import type { CourseSpan } from '#shared/calendar-days.ts'
import type { Cell, Table } from './csv.ts'
import { weekRows, type WeekCell } from './week-table.ts'

interface Known {
  /** Visits of each resource or student in each week with any. */
  weeks: WeekCell[]
  /** Those that are earlier than the event. */
  before: WeekCell[]
}

/** The weeks of one row: what came before the event and what after; null where it does not take place. */
export function weekHalves(
  course: CourseSpan,
  { startWeek, endWeek }: RepeatingEvent,
  known: Known,
): (no: number) => (WeekHalves | null)[] {
  const weeksOf = weekRows(course, known.weeks)
  const beforeOf = weekRows(course, known.before)
  return (no) => {
    const { weeks: earlier } = beforeOf(no)
    return weeksOf(no).weeks.map((visits, index) => {
      const before = earlier[index] ?? 0
      const isOn = index + 1 >= startWeek && index + 1 <= endWeek
      return isOn ? { before, after: visits - before } : null
    })
  }
}

export function highestHalf(rows: { weeks: (WeekHalves | null)[] }[]): number {
  const halves = rows.flatMap(({ weeks }) => weeks).filter((week) => week !== null)
  return halves.reduce((most, { before, after }) => Math.max(most, before, after), 0)
}

/** The named fields and, after them, two columns for each week; empty where the event does not take place. */
export function halvesTable<Row extends { weeks: (WeekHalves | null)[] }>(
  rows: Row[],
  names: (keyof Row & string)[],
): Table {
  const weekNames = (rows[0]?.weeks ?? []).flatMap((_, index) => [
    `week ${index + 1} before`,
    `week ${index + 1} after`,
  ])
  return {
    header: [...names, ...weekNames],
    rows: rows.map((row) => [
      ...names.map((name) => row[name] as Cell),
      ...row.weeks.flatMap((week) => [week?.before, week?.after]),
    ]),
  }
}
