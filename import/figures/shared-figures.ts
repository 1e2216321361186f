import { weekOfDayIndex } from '#shared/calendar-days.ts'
import { categories } from '#shared/resource-category.ts'
import type { SessionList } from '../sessions.ts'
import type { VisitList } from '../visit-list.ts'
import type { CourseCalendar } from './course-calendar.ts'
import type { OpenedDays } from './opened-days.ts'
import {
  dayVisits,
  ResourceSlots,
  weekAttempts,
  weekPosts,
  weekStudents,
  weekVisits,
} from './resource-slots.ts'
import type { Submissions } from './submissions.ts'
import { WeekSplits } from './week-splits.ts'

/** Columns of `course_days` that are sums over students, in the order in which they stand in `courseDays`. */
export const courseDayColumns = [
  ...categories,
  'students',
  'sessions',
  'session_minutes',
  'session_visits',
] as const
export const courseDayWidth = courseDayColumns.length
const students = courseDayColumns.indexOf('students')
const sessions = courseDayColumns.indexOf('sessions')
const categoryCount = categories.length

/** +1 brings a student's share into the figures, -1 takes it out. */
export type Sign = 1 | -1

/**
 * What the students of an import change in the figures that all students share: each number is a
 * difference to what is stored.
 */
export class SharedFigures {
  readonly calendar: CourseCalendar
  readonly courseDays: Int32Array
  /** By day and hour. */
  readonly courseHours: Int32Array
  /** Students by category (the last is any of the three) and week. */
  readonly categoryWeeks: Int32Array
  readonly resources: ResourceSlots
  readonly splits: WeekSplits
  /** Assessments for which the newest graded attempt of a student may have changed. */
  readonly regraded = new Set<number>()

  /** `resources` is the largest number of a resource. */
  constructor(calendar: CourseCalendar, resources: number) {
    this.calendar = calendar
    this.courseDays = new Int32Array(calendar.days * courseDayWidth)
    this.courseHours = new Int32Array(calendar.days * 24)
    this.categoryWeeks = new Int32Array((categoryCount + 1) * (calendar.weeks + 1))
    this.resources = new ResourceSlots(resources, calendar.weeks)
    this.splits = new WeekSplits(calendar)
  }

  /** `days[i]` is the day of the `i`-th visit. */
  addHours(visits: VisitList, days: Uint16Array, sign: Sign) {
    for (let index = 0; index < visits.length; index++) {
      const day = days[index] ?? 0
      add(this.courseHours, 24 * day + this.calendar.hourOf(visits.at(index), day), sign)
    }
  }

  /** A session belongs to the day of its first visit. */
  addSessions(list: SessionList, sign: Sign) {
    let day = 0
    list.starts.forEach((start, index) => {
      day = this.calendar.dayOf(start, day)
      const first = day * courseDayWidth + sessions
      add(this.courseDays, first, sign)
      add(this.courseDays, first + 1, sign * (list.minutes[index] ?? 0))
      add(this.courseDays, first + 2, sign * (list.visits[index] ?? 0))
    })
  }

  addResources(opened: OpenedDays, sign: Sign) {
    let cell = 0
    opened.resources.forEach((resourceNo, index) => {
      const end = opened.ends[index] ?? 0
      let total = 0
      let lastWeek = 0
      let offset = 0
      for (; cell < end; cell++) {
        const day = opened.days[cell] ?? 0
        const visits = opened.visits[cell] ?? 0
        const week = weekOfDayIndex(day)
        if (week !== lastWeek) {
          offset = this.resources.offset(resourceNo, week)
          add(this.resources.values, offset + weekStudents, sign)
          lastWeek = week
        }
        const ofDay = offset + dayVisits(day % 7)
        add(this.resources.values, ofDay, sign * visits)
        add(this.resources.values, ofDay + 1, sign)
        add(this.resources.values, offset + weekVisits, sign * visits)
        total += visits
      }
      const whole = this.resources.offset(resourceNo, 0)
      add(this.resources.values, whole + weekVisits, sign * total)
      add(this.resources.values, whole + weekStudents, sign)
    })
  }

  /** `visits` are one student's visits by day and category, as `categoryDays` counts them. */
  addCategoryDays(visits: Uint32Array, sign: Sign) {
    const { days, weeks } = this.calendar
    const seen = new Uint8Array((categoryCount + 1) * (weeks + 1))
    for (let day = 0; day < days; day++) {
      const week = weekOfDayIndex(day)
      let came = false
      for (let category = 0; category < categoryCount; category++) {
        const count = visits[day * categoryCount + category] ?? 0
        if (count === 0) continue
        came = true
        add(this.courseDays, day * courseDayWidth + category, sign * count)
        seen[category * (weeks + 1)] = 1
        seen[category * (weeks + 1) + week] = 1
      }
      if (!came) continue
      add(this.courseDays, day * courseDayWidth + students, sign)
      seen[categoryCount * (weeks + 1)] = 1
      seen[categoryCount * (weeks + 1) + week] = 1
    }
    seen.forEach((flag, index) => add(this.categoryWeeks, index, sign * flag))
  }

  addSubmissions(submissions: Submissions, sign: Sign) {
    for (const [resourceNo, { postWeeks, attemptWeeks, attempted }] of submissions) {
      this.#addWeeks(resourceNo, postWeeks, weekPosts, sign)
      this.#addWeeks(resourceNo, attemptWeeks, weekAttempts, sign)
      if (attempted) this.regraded.add(resourceNo)
    }
  }

  #addWeeks(resourceNo: number, weeks: readonly number[], column: number, sign: Sign) {
    for (const week of weeks) {
      for (const slot of [week, 0]) {
        const offset = this.resources.offset(resourceNo, slot)
        add(this.resources.values, offset + column, sign)
      }
    }
  }
}

/** One student's visits by day and category; `categoryOf[n]` is the index of resource `n`'s category. */
export function categoryDays(
  opened: OpenedDays,
  categoryOf: Uint8Array,
  calendar: CourseCalendar,
): Uint32Array {
  const visits = new Uint32Array(calendar.days * categoryCount)
  let cell = 0
  opened.resources.forEach((resourceNo, index) => {
    const category = categoryOf[resourceNo] ?? 0
    for (const end = opened.ends[index] ?? 0; cell < end; cell++) {
      add(visits, (opened.days[cell] ?? 0) * categoryCount + category, opened.visits[cell] ?? 0)
    }
  })
  return visits
}

function add(values: Int32Array | Uint32Array, index: number, amount: number) {
  values[index] = (values[index] ?? 0) + amount
}
