import type { VisitList } from '../visit-list.ts'
import type { CourseCalendar } from './course-calendar.ts'
import type { Sign } from './shared-figures.ts'

/** By number of a resource or student: visits in each cell. */
export type SplitSums = Map<number, Int32Array>

/** What a cell counts: visits of one week that are earlier than that weekday and time. */
export interface SplitCell {
  weekday: number
  time: string
  week: number
}

/** What changes in the visits that are earlier in their week than an event: differences to what is stored. */
export class WeekSplits {
  readonly resources: SplitSums = new Map()
  readonly students: SplitSums = new Map()
  readonly #calendar: CourseCalendar
  readonly #cells: number

  constructor(calendar: CourseCalendar) {
    this.#calendar = calendar
    this.#cells = calendar.splits.length * calendar.weeks
  }

  /** Brings the visits of one student, in time order, to their resources; answers the student's own cells. */
  count(visits: VisitList, sign: Sign): Int32Array {
    const own = new Int32Array(this.#cells)
    this.#calendar.splits.forEach(({ windows }, split) => {
      let week = 0
      for (let index = 0; index < visits.length; index++) {
        const at = visits.at(index)
        while (at >= (windows[week]?.until ?? Infinity)) week++
        if (at < (windows[week]?.from ?? Infinity)) continue
        const cell = split * this.#calendar.weeks + week
        add(own, cell, sign)
        add(this.sumsOf(this.resources, visits.resourceNo(index)), cell, sign)
      }
    })
    return own
  }

  addStudent(userNo: number, own: Int32Array) {
    if (own.every((amount) => amount === 0)) return
    const sums = this.sumsOf(this.students, userNo)
    own.forEach((amount, cell) => add(sums, cell, amount))
  }

  /** The cells of one number, zeros if there are none yet. */
  sumsOf(all: SplitSums, no: number): Int32Array {
    const known = all.get(no)
    if (known) return known
    const sums = new Int32Array(this.#cells)
    all.set(no, sums)
    return sums
  }

  describe(cell: number): SplitCell {
    const { splits, weeks } = this.#calendar
    const { weekday = 0, time = '' } = splits[Math.floor(cell / weeks)] ?? {}
    return { weekday, time, week: (cell % weeks) + 1 }
  }

  /** The place of a cell; null where the calendar does not know the split. */
  find({ weekday, time, week }: SplitCell): number | null {
    const split = this.#calendar.splits.findIndex(
      (known) => known.weekday === weekday && known.time === time,
    )
    return split === -1 ? null : split * this.#calendar.weeks + week - 1
  }
}

function add(sums: Int32Array, cell: number, amount: number) {
  sums[cell] = (sums[cell] ?? 0) + amount
}
