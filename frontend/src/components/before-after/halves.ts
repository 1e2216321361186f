import type { WeekHalves } from '#shared/before-after.ts'

export type Halves = readonly (WeekHalves | null)[]

/** What a row of the table is besides what names it: null for weeks without the event. */
export interface HalvesRow {
  id: number
  weeks: Halves
}

/** All weeks of the event together. */
export function sumOf(weeks: Halves): WeekHalves {
  return weeks.reduce<WeekHalves>(
    (sum, week) => ({
      before: sum.before + (week?.before ?? 0),
      after: sum.after + (week?.after ?? 0),
    }),
    { before: 0, after: 0 },
  )
}

/** Week by week; all rows have the same weeks without the event. */
export function addHalves(one: Halves, other: Halves): (WeekHalves | null)[] {
  return one.map((week, index) => {
    const more = other[index]
    return week && more
      ? { before: week.before + more.before, after: week.after + more.after }
      : null
  })
}

/** All rows together, week by week. Rows that hold each other's figures must not both be among them. */
export function totalHalves(rows: readonly HalvesRow[]): Halves {
  return rows.reduce<Halves>(
    (sum, { weeks }, index) => (index === 0 ? weeks : addHalves(sum, weeks)),
    [],
  )
}

/** 0 to 100; undefined where nobody came, before or after. */
export function percentBefore({ before, after }: WeekHalves): number | undefined {
  return before + after === 0 ? undefined : (100 * before) / (before + after)
}

/** The largest of all bars, which every other one is measured by. */
export function highestHalf(rows: readonly HalvesRow[]): number {
  let highest = 0
  for (const { weeks } of rows) {
    for (const week of weeks) highest = Math.max(highest, week?.before ?? 0, week?.after ?? 0)
  }
  return highest
}
