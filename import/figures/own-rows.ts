import { join } from 'node:path'
import { changedSessions, spanOf, type SessionChange, type SessionList } from '../sessions.ts'
import { RowSpool } from '../tsv-rows.ts'
import type { CourseCalendar } from './course-calendar.ts'
import type { KnownSubmitted, KnownWeek } from './known-student.ts'
import { writeVisitDays, type OpenedDays } from './opened-days.ts'
import { sessionWeeks, writeSessions, type SessionWeek } from './packed-sessions.ts'

/** The tables whose rows belong to one student each, with their columns but `course_id`. */
export const ownTables = {
  lms_sessions: ['user_no', 'week', 'sessions'],
  student_days: ['day_index', 'user_no', 'content', 'communication', 'assessment'],
  student_weeks: ['week', 'user_no', 'visits', 'sessions', 'last_visit_at'],
  student_resources: [
    'resource_no',
    'user_no',
    'visits',
    'visit_days',
    'posts',
    'attempts',
    'newest_grade',
    'newest_graded',
    'first_visit_at',
    'last_visit_at',
  ],
} as const
export type OwnTable = keyof typeof ownTables

/** A week in which no session of a student begins any more. */
export interface EmptiedWeek {
  userNo: number
  week: number
}

/** Rows of single students that are to be written anew. They wait in files, since the connection is busy. */
export class OwnRows {
  /** Students of whom everything goes. */
  readonly removed: number[] = []
  readonly emptiedWeeks: EmptiedWeek[] = []
  readonly #calendar: CourseCalendar
  readonly #spools: Record<OwnTable, RowSpool>

  constructor(calendar: CourseCalendar, workDirectory: string) {
    this.#calendar = calendar
    const spool = (table: OwnTable) => new RowSpool(join(workDirectory, `${table}.tsv`))
    this.#spools = {
      lms_sessions: spool('lms_sessions'),
      student_days: spool('student_days'),
      student_weeks: spool('student_weeks'),
      student_resources: spool('student_resources'),
    }
  }

  /** Everything of a student who no longer counts goes. */
  remove(userNo: number) {
    this.removed.push(userNo)
  }

  /** Writes the weeks of `known`, which are all stored sessions of the student, in which any changes. */
  replaceSessions(userNo: number, known: SessionList, change: SessionChange) {
    const span = spanOf(change)
    if (!span) return
    const sessions = changedSessions(known, change)
    const emptied = new Set(this.#weeksWithin(known, span).map(({ week }) => week))
    const { rows } = this.#spools.lms_sessions
    for (const part of this.#weeksWithin(sessions, span)) {
      emptied.delete(part.week)
      rows.number(userNo)
      rows.number(part.week)
      rows.text(writeSessions(sessions, part, this.#calendar.startMicros))
      this.#spools.lms_sessions.endRow()
    }
    for (const week of emptied) this.emptiedWeeks.push({ userNo, week })
  }

  /** `visits` by category. */
  day(day: number, userNo: number, visits: Uint32Array) {
    const spool = this.#spools.student_days
    spool.rows.number(day)
    spool.rows.number(userNo)
    for (const count of visits) spool.rows.number(count)
    spool.endRow()
  }

  week(week: number, userNo: number, { visits, sessions, lastAt }: KnownWeek) {
    const spool = this.#spools.student_weeks
    spool.rows.number(week)
    spool.rows.number(userNo)
    spool.rows.number(visits)
    spool.rows.number(sessions)
    spool.rows.instant(this.#absolute(lastAt))
    spool.endRow()
  }

  /** `run` is the resource's place in what the student opened; there is none without a visit. */
  resource(
    userNo: number,
    resourceNo: number,
    submitted: KnownSubmitted,
    run?: { opened: OpenedDays; index: number },
  ) {
    const { rows } = this.#spools.student_resources
    rows.number(resourceNo)
    rows.number(userNo)
    rows.number(run ? visitsOf(run.opened, run.index) : 0)
    rows.text(run ? writeVisitDays(run.opened, run.index) : '')
    rows.number(submitted.posts)
    rows.number(submitted.attempts)
    rows.text(submitted.newestGrade)
    rows.text(submitted.newestGraded)
    for (const at of run ? [run.opened.firsts[run.index], run.opened.lasts[run.index]] : noTimes) {
      if (at === undefined) rows.text(null)
      else rows.instant(this.#absolute(at))
    }
    this.#spools.student_resources.endRow()
  }

  /** All rows of one table. */
  chunks(table: OwnTable): AsyncIterable<Buffer> {
    return this.#spools[table].chunks()
  }

  #weeksWithin(list: SessionList, span: { from: number; to: number }): SessionWeek[] {
    const calendar = this.#calendar
    return [...sessionWeeks(list, calendar)].filter(
      ({ week }) =>
        calendar.startOf(7 * week) > span.from && calendar.startOf(7 * (week - 1)) <= span.to,
    )
  }

  #absolute(at: number): number {
    return this.#calendar.startMicros + at
  }
}

const noTimes = [undefined, undefined]

function visitsOf(opened: OpenedDays, index: number): number {
  let visits = 0
  const end = opened.ends[index] ?? 0
  for (let cell = opened.ends[index - 1] ?? 0; cell < end; cell++)
    visits += opened.visits[cell] ?? 0
  return visits
}
