import type { RepeatingEvent, WeekHalves } from '#shared/before-after.ts'
import type { CourseSpan } from '#shared/calendar-days.ts'
import type { Cell, Table } from './csv.ts'

interface Known {
  /** Of each resource or student in each week with any: all visits, and those of the days before the event's. */
  weeks: { no: number; week: number; visits: number; earlier: number }[]
  /** Visits on the event's day before it. */
  split: { no: number; week: number; visits: number }[]
}

/** The weeks of one row: what came before the event and what after; null where it does not take place. */
export function weekHalves(
  { weeks }: CourseSpan,
  { startWeek, endWeek }: RepeatingEvent,
  known: Known,
): (no: number) => (WeekHalves | null)[] {
  const weeksOf = Map.groupBy(known.weeks, ({ no }) => no)
  const splitOf = Map.groupBy(known.split, ({ no }) => no)
  return (no) => {
    const halves = Array.from({ length: weeks }, (_, index) =>
      index + 1 < startWeek || index + 1 > endWeek ? null : { before: 0, after: 0 },
    )
    for (const { week, visits, earlier } of weeksOf.get(no) ?? []) {
      if (halves[week - 1]) halves[week - 1] = { before: earlier, after: visits - earlier }
    }
    for (const { week, visits } of splitOf.get(no) ?? []) {
      const half = halves[week - 1]
      if (half) halves[week - 1] = { before: half.before + visits, after: half.after - visits }
    }
    return halves
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
