import { weekOfDayIndex } from '#shared/calendar-days.ts'
import { categories } from '#shared/resource-category.ts'
import type { CourseCalendar } from './course-calendar.ts'
import type { KnownStudent, KnownSubmitted } from './known-student.ts'
import { addOpened, type OpenedDays } from './opened-days.ts'
import type { OwnRows } from './own-rows.ts'
import { categoryDays, type SharedFigures } from './shared-figures.ts'
import type { Submissions } from './submissions.ts'
import type { VisitEffect } from './visit-effect.ts'

export interface StudentChange {
  userNo: number
  effect: VisitEffect
  submissions: Submissions
  /** What is stored of the student; nothing for one who only now begins to count. */
  known: KnownStudent
}

/** Brings the changes of one student after the other into the figures. */
export class StudentFigures {
  readonly #shared: SharedFigures
  readonly #own: OwnRows
  readonly #categoryOf: Uint8Array

  /** `categoryOf[n]` is the index of resource `n`'s category. */
  constructor(shared: SharedFigures, own: OwnRows, categoryOf: Uint8Array) {
    this.#shared = shared
    this.#own = own
    this.#categoryOf = categoryOf
  }

  /** The student counts, whether they did before or not. */
  update(change: StudentChange) {
    const { userNo, effect, submissions, known } = change
    const opened = addOpened(known.opened, effect.opened)
    if (effect.opened.resources.length > 0) {
      this.#replaceOpened(userNo, known.opened, opened, effect.opened)
    }
    this.#shared.addSubmissions(submissions, 1)
    this.#writeResources(change, opened)
    this.#own.replaceSessions(userNo, known.sessions, effect.sessions)
    this.#writeWeeks(change)
  }

  /** The student counted and no longer does. */
  remove({ userNo, submissions, known }: StudentChange) {
    const { calendar } = this.#shared
    this.#shared.addResources(known.opened, -1)
    this.#shared.addCategoryDays(categoryDays(known.opened, this.#categoryOf, calendar), -1)
    this.#shared.addSubmissions(submissions, -1)
    this.#own.remove(userNo)
  }

  #replaceOpened(userNo: number, before: OpenedDays, after: OpenedDays, added: OpenedDays) {
    const { calendar } = this.#shared
    if (before.resources.length > 0) {
      this.#shared.addResources(before, -1)
      this.#shared.addCategoryDays(categoryDays(before, this.#categoryOf, calendar), -1)
    }
    const visits = categoryDays(after, this.#categoryOf, calendar)
    this.#shared.addResources(after, 1)
    this.#shared.addCategoryDays(visits, 1)
    const touched = new Uint8Array(calendar.days)
    for (const day of added.days) touched[day] = 1
    touched.forEach((flag, day) => {
      const first = day * categories.length
      if (flag) this.#own.day(day, userNo, visits.subarray(first, first + categories.length))
    })
  }

  #writeResources({ userNo, effect, submissions, known }: StudentChange, opened: OpenedDays) {
    const touched = new Set([...effect.opened.resources, ...submissions.keys()])
    opened.resources.forEach((resourceNo, index) => {
      if (!touched.delete(resourceNo)) return
      this.#own.resource(userNo, resourceNo, submittedAt(resourceNo, submissions, known), {
        opened,
        index,
      })
    })
    for (const resourceNo of touched) {
      this.#own.resource(userNo, resourceNo, submittedAt(resourceNo, submissions, known))
    }
  }

  #writeWeeks({ userNo, effect, known }: StudentChange) {
    const { visits, sessions, touched } = weekChanges(effect, this.#shared.calendar)
    const lasts = [...effect.weekLasts.values()]
    touched.forEach((flag, week) => {
      if (!flag) return
      const row = known.weeks.get(week)
      const lastAt = week === 0 ? Math.max(0, ...lasts) : (effect.weekLasts.get(week) ?? 0)
      this.#own.week(week, userNo, {
        visits: (row?.visits ?? 0) + (visits[week] ?? 0),
        sessions: (row?.sessions ?? 0) + (sessions[week] ?? 0),
        lastAt: Math.max(row?.lastAt ?? 0, lastAt),
      })
    })
  }
}

/** What comes to each week; 0 is the whole course. A session can leave a week to which no visit comes. */
function weekChanges({ opened, sessions: change }: VisitEffect, calendar: CourseCalendar) {
  const visits = new Int32Array(calendar.weeks + 1)
  const sessions = new Int32Array(calendar.weeks + 1)
  const touched = new Uint8Array(calendar.weeks + 1)
  const add = (sums: Int32Array, day: number, amount: number) => {
    for (const week of [weekOfDayIndex(day), 0]) {
      sums[week] = (sums[week] ?? 0) + amount
      touched[week] = 1
    }
  }
  opened.days.forEach((day, cell) => add(visits, day, opened.visits[cell] ?? 0))
  for (const { starts, amount } of [
    { starts: change.before.starts, amount: -1 },
    { starts: change.after.starts, amount: 1 },
  ]) {
    let day = 0
    for (const start of starts) {
      day = calendar.dayOf(start, day)
      add(sessions, day, amount)
    }
  }
  return { visits, sessions, touched }
}

function submittedAt(
  resourceNo: number,
  submissions: Submissions,
  known: KnownStudent,
): KnownSubmitted {
  const before = known.submitted.get(resourceNo)
  const now = submissions.get(resourceNo)
  const { newestGrade, newestGraded } = now?.attempted ? now : (before ?? noSubmitted)
  return {
    posts: (before?.posts ?? 0) + (now?.postWeeks.length ?? 0),
    attempts: (before?.attempts ?? 0) + (now?.attemptWeeks.length ?? 0),
    newestGrade,
    newestGraded,
  }
}

const noSubmitted: KnownSubmitted = { posts: 0, attempts: 0, newestGrade: null, newestGraded: null }
