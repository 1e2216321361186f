import { weekOfDayIndex, type CourseSpan } from '#shared/calendar-days.ts'
import { parseVisitDays } from './visit-days.ts'
import type { WeekCell } from './week-table.ts'

interface Branch {
  resourceNo: number
  parentNo: number | null
}
interface Use {
  resourceNo: number
  userNo: number
  visitDays: string
}

/**
 * Distinct students of each resource with everything below it, by week; week 0 is the whole course. Each
 * student adds 0 or 1, however much of a branch they opened. Below is what lies below within `tree`.
 */
export function studentsBelow({ weeks }: CourseSpan, tree: Branch[], use: Use[]): WeekCell[] {
  const width = weeks + 1
  const placeOf = new Map(tree.map(({ resourceNo }, index) => [resourceNo, index]))
  const linesOf = linesUp(tree, placeOf)
  const counts = new Uint32Array(tree.length * width)
  const marks = new Uint8Array(counts.length)
  for (const own of Map.groupBy(use, ({ userNo }) => userNo).values()) {
    marks.fill(0)
    for (const { resourceNo, visitDays } of own) {
      const places = linesOf[placeOf.get(resourceNo) ?? -1] ?? []
      for (const [day] of parseVisitDays(visitDays)) {
        for (const place of places) {
          marks[place * width] = 1
          marks[place * width + weekOfDayIndex(day)] = 1
        }
      }
    }
    marks.forEach((mark, index) => (counts[index] = (counts[index] ?? 0) + mark))
  }
  return tree.flatMap(({ resourceNo: no }, place) =>
    Array.from({ length: width }, (_, week) => {
      return { no, week, figure: counts[place * width + week] ?? 0 }
    }),
  )
}

/** For each of the tree its place and those of all above it. */
function linesUp(tree: Branch[], placeOf: Map<number, number>): number[][] {
  return tree.map((_, start) => {
    const line: number[] = []
    let place: number | undefined = start
    while (place !== undefined && !line.includes(place)) {
      line.push(place)
      place = placeOf.get(tree[place]?.parentNo ?? -1)
    }
    return line
  })
}
