import type { CourseSpan } from '#shared/calendar-days.ts'
import { percentOf } from './numbers.ts'

/** One figure of one row (resource or student) in one week; week 0 is the whole course. */
export interface WeekCell {
  no: number
  week: number
  figure: number
}
export interface WeekRow {
  weeks: number[]
  total: number
}

const noWeeks = ({ weeks }: CourseSpan): number[] => Array.from({ length: weeks }, () => 0)

/** The weeks of one row from cells in any order; the total is that of week 0, or else the sum. */
export function weekRow(course: CourseSpan, cells: Omit<WeekCell, 'no'>[]): WeekRow {
  const weeks = noWeeks(course)
  let whole: number | undefined
  for (const { week, figure } of cells) {
    if (week === 0) whole = figure
    // Until a worker has brought the figures to a course's new dates, there may be weeks too many.
    else if (week <= weeks.length) weeks[week - 1] = figure
  }
  return { weeks, total: whole ?? sum(weeks) }
}

/** The row of each number that has any cells. */
export function weekRows(course: CourseSpan, cells: WeekCell[]): (no: number) => WeekRow {
  const cellsByNo = Map.groupBy(cells, ({ no }) => no)
  return (no) => weekRow(course, cellsByNo.get(no) ?? [])
}

/** Column sums of rows whose figures can be added: visits, posts, attempts. */
export function columnSums(course: CourseSpan, rows: WeekRow[]): WeekRow {
  const weeks = noWeeks(course).map((_, index) => sum(rows.map((row) => row.weeks[index] ?? 0)))
  return { weeks, total: sum(rows.map((row) => row.total)) }
}

/** Adds to each row its share of `base`. */
export function withPercent<Row extends WeekRow>(rows: Row[], base: number) {
  return rows.map((row) => ({ ...row, percent: percentOf(row.total, base) }))
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
